using Enterprise.Domain.Roles;

namespace Enterprise.Application.Roles;

/// <summary>The catalogue of permissions.</summary>
/// <param name="Items">All of them, sorted by name.</param>
public sealed record PermissionList(IReadOnlyList<Permission> Items)
{
    /// <summary>All that there are.</summary>
    public static readonly PermissionList Catalogue = new(Permissions.Catalogue);
}
