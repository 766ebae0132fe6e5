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
    /// Comes before whatever changes roles, who holds them, or who is judged by them, and after the row of an account: one at a time.
    /// Each of these locks several roles and rows that give them; two at once would wait for each other sooner or later. The row is that
    /// of the role <c>admin</c>, on which the trigger that keeps an administrator waits too.
    /// </summary>
    public const string TakeTurn =
        "SELECT FROM roles WHERE id = '0197a000-0000-7000-8000-00000000a002' FOR NO KEY UPDATE";

    /// <summary>
    /// The roles <c>r</c> of the caller $1, locked with the rows that give them: nobody takes them away before the commit, not even by
    /// psql. Who is locked holds nothing.
    /// </summary>
    public const string HeldByCaller = """
        user_roles ur JOIN roles r ON r.id = ur.role_id JOIN users c ON c.id = ur.user_id AND c.locked_at IS NULL
        WHERE ur.user_id = $1 FOR SHARE OF r, ur
        """;

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
