namespace Enterprise.Persistence.Roles;

/// <summary>Reads of roles that several statements share.</summary>
internal static class RoleSql
{
    /// <summary>The names of the roles of the user <c>u</c>, sorted.</summary>
    public const string RolesOfUser = """
        ARRAY(SELECT r.name FROM user_roles ur JOIN roles r ON r.id = ur.role_id
              WHERE ur.user_id = u.id ORDER BY r.name)
        """;

    /// <summary>
    /// The roles <c>r</c> of the caller $1. Locked before the rows that give them, as a deletion does; two changes that wait for each
    /// other all the same are a deadlock, which is tried again.
    /// </summary>
    public const string HeldByCaller =
        "user_roles ur JOIN roles r ON r.id = ur.role_id WHERE ur.user_id = $1 FOR SHARE OF r, ur";

    /// <summary>Two columns for the user <c>u</c>: the names of the roles, and what they allow together; both sorted.</summary>
    public const string RolesAndPermissionsOfUser = $"""
        {RolesOfUser},
        ARRAY(SELECT DISTINCT p FROM user_roles ur JOIN roles r ON r.id = ur.role_id, unnest(r.permissions) p
              WHERE ur.user_id = u.id ORDER BY p)
        """;

    /// <summary>The version of the set of roles that the user <c>u</c> holds, then that of each of them, by name.</summary>
    public const string VersionsOfUser = """
        u.version || ARRAY(SELECT r.version FROM user_roles ur JOIN roles r ON r.id = ur.role_id
                           WHERE ur.user_id = u.id ORDER BY r.name)
        """;

    /// <summary>
    /// The three columns of an <c>Entitlements</c> for the user <c>u</c>. The user's row must not be one that the same statement has
    /// locked: its version would be newer than the roles of the snapshot, and stale ones would look fresh.
    /// </summary>
    public const string EntitlementsOfUser = $"{RolesAndPermissionsOfUser}, {VersionsOfUser}";
}
