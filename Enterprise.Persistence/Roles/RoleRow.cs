using Microsoft.AspNetCore.Identity;

namespace Enterprise.Persistence.Roles;

/// <summary>A named set of permissions as stored.</summary>
public sealed class RoleRow : IdentityRole<Guid>
{
    public string Description { get; set; } = "";

    /// <summary>Names from the catalogue, sorted.</summary>
    public string[] Permissions { get; set; } = [];

    /// <summary>Higher with every change of the permissions or the name, over all roles; written by a trigger.</summary>
    public int Version { get; set; }

    /// <summary>Every installation has it.</summary>
    public bool BuiltIn { get; set; }
}
