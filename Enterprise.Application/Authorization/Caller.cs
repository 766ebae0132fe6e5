namespace Enterprise.Application.Authorization;

/// <summary>Who calls, as proved by the access token.</summary>
public sealed record Caller(Guid UserId, Guid SessionId, IReadOnlyList<string> Roles, IReadOnlyList<string> Permissions)
{
    /// <summary>Whether the roles of the token allow it; a handful of names, so that looking at each is quickest.</summary>
    public bool Holds(string permission)
    {
        foreach (var held in Permissions)
            if (string.Equals(held, permission, StringComparison.Ordinal))
                return true;
        return false;
    }
}
