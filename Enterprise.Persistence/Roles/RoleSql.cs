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
}
