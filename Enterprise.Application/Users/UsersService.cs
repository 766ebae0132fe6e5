using Enterprise.Application.Abstractions;
using Enterprise.Application.Authorization;
using Enterprise.Application.Passwords;
using Enterprise.Application.Validation;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Common;
using Enterprise.Domain.Roles;
using FluentValidation;

namespace Enterprise.Application.Users;

/// <summary>One person at a time: making an account, and what its owner is called.</summary>
public sealed class UsersService(
    IUserDirectory directory,
    ICredentialThrottle throttle,
    PasswordHasher passwords,
    IValidator<CreateUser> createRules,
    IValidator<ChangeUser> changeRules,
    IValidator<PatchUser> patchRules,
    TimeProvider time
)
{
    /// <summary>One person: oneself, or anybody by permission.</summary>
    public async Task<Result<Tagged<User>>> FindAsync(Caller caller, Guid userId, CancellationToken ct)
    {
        if (UserAccess.Judge(caller, userId, Permissions.UsersRead) is { } refusal)
            return refusal;
        return await directory.FindAsync(userId, ct) is { } user ? user : RequestFailures.NotFound;
    }

    /// <summary>Makes an account for somebody else, with the role <c>user</c> unless others are named.</summary>
    public async Task<Result<Tagged<User>>> CreateAsync(
        Caller caller,
        CreateUser message,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        if (createRules.Check(message) is { } invalid)
            return invalid;
        var roles = message.Roles ?? [BuiltInRoles.User];
        if (roles is not [] and not [BuiltInRoles.User] && !caller.Holds(Permissions.RolesAssign))
            return RequestFailures.Lacking(Permissions.RolesAssign);
        var id = Guid.CreateVersion7(time.GetUtcNow());
        var hashed = await passwords.HashAsync(id, message.Password!, ct);
        if (!hashed.TryGet(out var hash, out var busy))
            return busy;
        _ = EmailAddress.TryParse(message.Email, out var email);
        _ = PersonName.TryParse(message.Name, out var name);
        ct.ThrowIfCancellationRequested();
        var user = new NewUser(id, email!, name, hash, RoleNames.Parse(roles));
        // Not tied to the client from here on, so that a change is not left in doubt; the others alike.
        return await directory.CreateAsync(user, caller.UserId, origin, CancellationToken.None);
    }

    /// <summary>Changes name and perhaps address of an account that is still in the state that the caller read.</summary>
    public Task<Result<Tagged<User>>> ChangeAsync(
        Caller caller,
        Guid userId,
        ChangeUser message,
        IfMatch ifMatch,
        RequestOrigin origin,
        CancellationToken ct
    ) => ChangeAsync(caller, userId, changeRules.Check(message), message.Name, message.Email, ifMatch, origin, ct);

    /// <summary>Changes what is named of an account that is still in the state that the caller read.</summary>
    public Task<Result<Tagged<User>>> PatchAsync(
        Caller caller,
        Guid userId,
        PatchUser message,
        IfMatch ifMatch,
        RequestOrigin origin,
        CancellationToken ct
    ) => ChangeAsync(caller, userId, patchRules.Check(message), message.Name, message.Email, ifMatch, origin, ct);

    private async Task<Result<Tagged<User>>> ChangeAsync(
        Caller caller,
        Guid userId,
        Failure? invalid,
        string? newName,
        string? newEmail,
        IfMatch ifMatch,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        if (UserAccess.Judge(caller, userId, Permissions.UsersWrite) is { } refusal)
            return refusal;
        if (invalid is not null)
            return invalid;
        if (newEmail is not null && !caller.Holds(Permissions.UsersWrite))
            return RequestFailures.Lacking(Permissions.UsersWrite);
        if (ifMatch.IsMissing)
            return RequestFailures.PreconditionRequired;
        // As for one's own name elsewhere: people may be many, and each change is kept for ever in the audit trail.
        if (caller.UserId == userId && await throttle.TakeAsync(origin, ct) is { } wait)
            return RequestFailures.TooManyCredentials(wait);
        _ = PersonName.TryParse(newName, out var name);
        _ = EmailAddress.TryParse(newEmail, out var email);
        ct.ThrowIfCancellationRequested();
        var change = new UserChange(userId, name, email);
        return await directory.ChangeAsync(change, ifMatch, caller.UserId, origin, CancellationToken.None);
    }
}
