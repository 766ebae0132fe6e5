namespace Enterprise.Persistence.Roles;

/// <summary>Reads of roles that several statements share.</summary>
internal static class RoleSql
{
    /// <summary>Two columns for the user <c>u</c>: the names of the roles, and what they allow together; both sorted.</summary>
    public const string RolesAndPermissionsOfUser = """
        ARRAY(SELECT r.name FROM user_roles ur JOIN roles r ON r.id = ur.role_id
              WHERE ur.user_id = u.id ORDER BY r.name),
        ARRAY(SELECT DISTINCT p FROM user_roles ur JOIN roles r ON r.id = ur.role_id, unnest(r.permissions) p
              WHERE ur.user_id = u.id ORDER BY p)
        """;

    /// <summary>
    /// The three columns of an <c>Entitlements</c> for the user <c>u</c>. Not to be read from a row that the same statement has
    /// waited for: its version would be newer than the roles, and stale ones would look fresh.
    /// </summary>
    public const string EntitlementsOfUser = $"""
        {RolesAndPermissionsOfUser},
        u.version || ARRAY(SELECT r.version FROM user_roles ur JOIN roles r ON r.id = ur.role_id
                           WHERE ur.user_id = u.id ORDER BY r.name)
        """;
}
