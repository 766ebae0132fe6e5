namespace Enterprise.Persistence.Database;

/// <summary>
/// What the application's role may do, object by object, and nothing beyond it. A test fails where the model has a table that is
/// not named here. Foreign keys cascade with the rights of the tables' owner; triggers run with those of the application.
/// </summary>
internal static class ApplicationRights
{
    private static readonly string[] Nothing = [];
    private static readonly string[] Read = ["SELECT"];
    private static readonly string[] Add = ["SELECT", "INSERT"];

    /// <summary>Also where rows are only locked: <c>FOR SHARE</c> and <c>FOR UPDATE</c> need the right to update.</summary>
    private static readonly string[] Change = ["SELECT", "INSERT", "UPDATE", "DELETE"];

    public static readonly IReadOnlyDictionary<string, string[]> Tables = new Dictionary<string, string[]>(
        StringComparer.Ordinal
    )
    {
        // Whoever gets hold of the application cannot rewrite what it did.
        ["audit_entries"] = Add,
        // Whether the database is new enough.
        ["__EFMigrationsHistory"] = Read,
        ["users"] = Change,
        ["roles"] = Change,
        ["user_roles"] = Change,
        ["sessions"] = Change,
        ["login_attempts"] = Change,
        ["credential_allowances"] = Change,
        // Written by triggers, deleted when they mean nothing any more.
        ["revocations"] = Change,
        ["avatars"] = Change,
        // A picture never changes, and its parts go with it.
        ["avatar_chunks"] = Add,
        // Identity's, which nothing here uses.
        ["role_claims"] = Nothing,
        ["user_claims"] = Nothing,
        ["user_logins"] = Nothing,
        ["user_passkeys"] = Nothing,
        ["user_tokens"] = Nothing,
    };

    public static readonly IReadOnlyList<string> Sequences = ["role_versions"];

    public static readonly IReadOnlyList<string> Functions = ["make_audit_partitions()", "role_id_of(text)"];

    /// <summary>Every right there is, as PostgreSQL names them.</summary>
    public static IEnumerable<(string Class, string Object, string Right)> All =>
        Tables
            .SelectMany(table => table.Value.Select(right => ("TABLE", table.Key, right)))
            .Concat(Sequences.Select(sequence => ("SEQUENCE", sequence, "USAGE")))
            .Concat(Functions.Select(function => ("FUNCTION", function, "EXECUTE")));
}
