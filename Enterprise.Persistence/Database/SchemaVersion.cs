using Npgsql;

namespace Enterprise.Persistence.Database;

/// <summary>The migrations that this build was made with; a test keeps them in step with the history.</summary>
public static class SchemaVersion
{
    /// <summary>Their ids, as the history table has them, in order.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        "20261122101951_Initial",
        "20261122111948_Sessions",
        "20261122140712_Administration",
        "20261122180103_KnownNetworks",
    ];

    private const string Sql = """
        SELECT count(*)::int FROM unnest($1) wanted (id)
        WHERE NOT EXISTS (SELECT FROM "__EFMigrationsHistory" WHERE "MigrationId" = wanted.id)
        """;

    private static readonly string[] Ids = [.. All];

    /// <summary>How many of them the database lacks.</summary>
    public static async Task<int> CountPendingAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql, connection).With(Ids);
        try
        {
            return await command.ExecuteScalarAsync(ct) is int pending ? pending : All.Count;
        }
        // A database that nothing was ever applied to.
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return All.Count;
        }
    }
}
