using Microsoft.AspNetCore.Identity;

namespace Enterprise.Persistence.Accounts;

/// <summary>An account as stored. <c>PasswordHash</c> holds the sealed hash.</summary>
public sealed class UserRow : IdentityUser<Guid>
{
    public string? Name { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Higher with every change of the roles held; written by a trigger.</summary>
    public int Version { get; set; }

    /// <summary>When an administrator locked it; <c>null</c> where it is active.</summary>
    public DateTimeOffset? LockedAt { get; set; }
}
