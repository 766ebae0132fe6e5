using Enterprise.Application.Authorization;
using Enterprise.Domain.Common;
using Enterprise.Domain.Roles;

namespace Enterprise.Application.Users;

/// <summary>
/// Who may do what to whose account: everybody to their own, others by permission. Who may not even see an account is not told
/// whether it exists.
/// </summary>
public static class UserAccess
{
    /// <summary>Why the caller may not do what needs a permission to an account; <c>null</c> where they may.</summary>
    public static Failure? Judge(Caller caller, Guid userId, string permission)
    {
        if (caller.UserId == userId || caller.Holds(permission))
            return null;
        return caller.Holds(Permissions.UsersRead) ? RequestFailures.Lacking(permission) : RequestFailures.NotFound;
    }
}
