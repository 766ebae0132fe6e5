using Npgsql;

namespace Enterprise.Persistence.Database;

/// <summary>The newest migration that this build was made with; a test keeps it in step with the history.</summary>
public static class SchemaVersion
{
    /// <summary>The id of the migration, as the history table has it.</summary>
    public const string Newest = "20261122180103_KnownNetworks";

    private const string Sql = """SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = $1""";

    /// <summary>Whether the database holds the newest migration.</summary>
    public static async Task<bool> IsAppliedAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql, connection).With(Newest);
        try
        {
            return await command.ExecuteScalarAsync(ct) is not null;
        }
        // A database that nothing was ever applied to.
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return false;
        }
    }
}
