using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Enterprise.Persistence.Database;

/// <summary>Applies migrations. Any number of instances may try at once: one applies, the others wait and find them applied.</summary>
public sealed class SchemaMigrator(
    IDbContextFactory<EnterpriseDbContext> contexts,
    IOptions<DatabaseOptions> options,
    ILogger<SchemaMigrator> logger
)
{
    // Any number will do, as long as every version of this program has the same.
    private const long LockKey = 0x456E_7465_7270_7231;

    private static readonly TimeSpan LockLimit = TimeSpan.FromSeconds(60);

    /// <summary>Applies what is pending; gives the ids of what it applied.</summary>
    public async Task<IReadOnlyList<string>> ApplyAsync(CancellationToken ct)
    {
        await using var gate = await LockAsync(ct);
        await using var context = await contexts.CreateDbContextAsync(ct);
        string[] pending = [.. await context.Database.GetPendingMigrationsAsync(ct)];
        if (pending.Length > 0)
        {
            context.Database.SetCommandTimeout(LockLimit);
            await context.Database.MigrateAsync(ct);
        }
        logger.Migrated(pending.Length);
        return pending;
    }

    /// <summary>The migrations of this build, and of them those that are applied.</summary>
    public async Task<(IReadOnlyList<string> All, IReadOnlyList<string> Applied)> StatusAsync(CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        return ([.. context.Database.GetMigrations()], [.. await context.Database.GetAppliedMigrationsAsync(ct)]);
    }

    /// <summary>
    /// An advisory lock on a connection of its own, unpooled, so that it goes with the connection: EF Core's own lock is on the
    /// history table, which is not there yet when several start on an empty database.
    /// </summary>
    private async Task<NpgsqlConnection> LockAsync(CancellationToken ct)
    {
        _ = ConnectionSettings.TryParse(options.Value.Url, out var settings);
        settings!.Pooling = false;
        settings.Timeout = options.Value.ConnectSeconds;
        settings.CommandTimeout = (int)LockLimit.TotalSeconds;
        var source = ConnectionSettings.Build(new NpgsqlDataSourceBuilder(settings.ConnectionString));
        var connection = source.CreateConnection();
        try
        {
            await connection.OpenAsync(ct);
            await using var command = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection).With(LockKey);
            await command.ExecuteNonQueryAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
