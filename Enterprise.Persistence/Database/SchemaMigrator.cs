using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Enterprise.Persistence.Database;

/// <summary>
/// Applies migrations, as the owner, and then sets up the role that the application acts as. Any number of instances may try at once:
/// one applies, the others wait and find it done.
/// </summary>
public sealed class SchemaMigrator
{
    // Any number will do, as long as every version of this program has the same.
    internal const long LockKey = 0x456E_7465_7270_7231;

    /// <summary>
    /// A change of a table that waits for a lock keeps everybody else waiting behind it. So it gives up soon, lets them through and
    /// tries again.
    /// </summary>
    private const string GiveUpSoon = "SET lock_timeout = '2s'";

    private const int MaxTries = 30;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);

    /// <summary>For one statement: a large table may have to be written anew.</summary>
    private static readonly TimeSpan StatementLimit = TimeSpan.FromMinutes(30);

    private readonly OwnerDatabase database;
    private readonly ApplicationRole role;
    private readonly TimeProvider time;
    private readonly ILogger<SchemaMigrator> logger;

    internal SchemaMigrator(
        OwnerDatabase database,
        ApplicationRole role,
        TimeProvider time,
        ILogger<SchemaMigrator> logger
    )
    {
        this.time = time;
        this.database = database;
        this.role = role;
        this.logger = logger;
    }

    /// <summary>Applies what is pending; gives the ids of what it applied.</summary>
    public async Task<IReadOnlyList<string>> ApplyAsync(CancellationToken ct)
    {
        await using var connection = await LockAsync(ct);
        await using var context = database.On(connection);
        string[] pending = [.. await context.Database.GetPendingMigrationsAsync(ct)];
        if (pending.Length > 0)
            await MigrateAsync(connection, context, ct);
        logger.Migrated(pending.Length);
        await role.EnsureAsync(connection, ct);
        return pending;
    }

    /// <summary>The migrations of this build, and of them those that are applied.</summary>
    public async Task<(IReadOnlyList<string> All, IReadOnlyList<string> Applied)> StatusAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var context = database.On(connection);
        return ([.. context.Database.GetMigrations()], [.. await context.Database.GetAppliedMigrationsAsync(ct)]);
    }

    private async Task MigrateAsync(NpgsqlConnection connection, EnterpriseDbContext context, CancellationToken ct)
    {
        await ExecuteAsync(connection, GiveUpSoon, ct);
        context.Database.SetCommandTimeout(StatementLimit);
        for (var tries = 1; ; tries++)
        {
            try
            {
                await context.Database.MigrateAsync(ct);
                break;
            }
            // Each migration is a transaction: what was begun is undone, and what was done before it stays.
            catch (Exception exception) when (IsLocked(exception) && tries < MaxTries)
            {
                logger.MigrationWaits(tries, MaxTries);
                await Task.Delay(Pause, time, ct);
            }
        }
        await ExecuteAsync(connection, "RESET lock_timeout", ct);
    }

    private static bool IsLocked(Exception exception) =>
        DatabaseExceptions.Cause(exception) is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable };

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// An advisory lock, which goes with the connection: EF Core's own is on the history table, which is not there yet when several
    /// start on an empty database. Asked for again and again, because a statement that waits for it would keep its snapshot meanwhile, and an index
    /// that is made beside it waits for every snapshot that is older.
    /// </summary>
    private async Task<NpgsqlConnection> LockAsync(CancellationToken ct)
    {
        var connection = await database.OpenAsync(ct);
        try
        {
            await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", connection).With(LockKey);
            for (var start = time.GetTimestamp(); await command.ExecuteScalarAsync(ct) is not true; )
            {
                if (time.GetElapsedTime(start) > OwnerDatabase.Limit)
                    throw new TimeoutException("Another program is applying migrations, and has not come to an end.");
                await Task.Delay(Turn, time, ct);
            }
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
