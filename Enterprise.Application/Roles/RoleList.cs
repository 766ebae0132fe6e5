namespace Enterprise.Application.Roles;

/// <summary>The roles of this installation.</summary>
/// <param name="Items">All of them, sorted by name.</param>
public sealed record RoleList(IReadOnlyList<Role> Items);
