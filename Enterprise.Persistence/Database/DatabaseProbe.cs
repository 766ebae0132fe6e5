using Enterprise.Application.Abstractions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Enterprise.Persistence.Database;

/// <summary>
/// Asks the database twice a second, and whenever a request waited for it in vain, whether it is there, takes writes and is migrated. On a
/// connection of its own, so that a pool that is used up says nothing about the server. Readiness is answered from what it found last, and
/// <see cref="DatabaseCircuit"/> follows it.
/// </summary>
internal sealed class DatabaseProbe(
    IOptions<DatabaseOptions> options,
    ILoggerFactory logs,
    NpgsqlDataSource pool,
    DatabaseCircuit circuit,
    TimeProvider time,
    ILogger<DatabaseProbe> logger
) : BackgroundService, IDatabaseState
{
    private const string TakesWrites =
        "SELECT NOT pg_is_in_recovery() AND NOT current_setting('transaction_read_only')::bool";

    private const int Unknown = -1;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Between two probes however many requests doubt: one that is away must not be asked by everybody in turn.</summary>
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(3);

    /// <summary>Until it has answered once: a process that has just begun is slow, and its slowness is not the server's.</summary>
    private static readonly TimeSpan FirstLimit = TimeSpan.FromSeconds(5);

    private readonly TimeSpan limit = TimeSpan.FromMilliseconds(options.Value.ProbeMilliseconds);
    private readonly NpgsqlDataSource source = DataSources.CreateForProbe(options.Value, logs);
    private NpgsqlConnection? connection;
    private long answeredAt;
    private volatile bool reachable;
    private volatile bool writable;
    private volatile int pending = Unknown;
    private readonly TaskCompletionSource migrated = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was told of this outage, each reason once.</summary>
    private readonly HashSet<string> told = [];

    public bool IsReachable =>
        reachable && writable && time.GetElapsedTime(Volatile.Read(ref answeredAt)) < Stale + limit;

    public int? PendingMigrations => pending is var known and not Unknown ? known : null;

    public Task Migrated => migrated.Task;

    public bool IsBreakerOpen => circuit.IsOpen;

    public long BreakerOpenings => circuit.Openings;

    public override void Dispose()
    {
        source.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await ProbeAsync(stoppingToken);
            await Task.Delay(Spacing, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await circuit.DoubtAsync(Interval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        Drop(Task.CompletedTask);
    }

    private async Task ProbeAsync(CancellationToken ct)
    {
        var started = time.GetTimestamp();
        var wasKept = connection is not null;
        var asking = AskAsync(ct);
        try
        {
            // A frozen server does not honour tokens, so the wait has a clock of its own.
            var (takesWrites, lacking) = await asking.WaitAsync(pending is Unknown ? First() : limit, time, ct);
            Answer(takesWrites, lacking);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            logger.ProbeStopped();
        }
        // Of any kind: an exception that gets out of here would end the program, and the next probe may find all well.
        catch (Exception exception)
        {
            Drop(asking);
            // That a connection was cut says nothing about the server; a new one does.
            if (wasKept && Repeatable.WasCut(exception))
                await ProbeAsync(ct);
            else if (RefusesNewcomers(exception))
                Refuse(Reason(exception));
            else if (circuit.TryOpen(started))
                Lose(Reason(exception));
        }
    }

    private TimeSpan First() => limit > FirstLimit ? limit : FirstLimit;

    private async Task<(bool TakesWrites, int Pending)> AskAsync(CancellationToken ct)
    {
        var own = connection ??= source.CreateConnection();
        if (own.State == System.Data.ConnectionState.Closed)
            await own.OpenAsync(ct);
        await using var command = new NpgsqlCommand(TakesWrites, own);
        var takesWrites = await command.ExecuteScalarAsync(ct) is true;
        return (takesWrites, await SchemaVersion.CountPendingAsync(own, ct));
    }

    /// <summary>Not waited for: closing tells the server, and a frozen one does not listen.</summary>
    private void Drop(Task asking)
    {
        if (connection is not { } old)
            return;
        connection = null;
        _ = Task.Run(() => CloseAsync(old, asking), CancellationToken.None);
    }

    /// <summary>After what is still being asked on it: the driver closes nothing that is being opened, and it would stay open for ever.</summary>
    private static async Task CloseAsync(NpgsqlConnection old, Task asking)
    {
        await asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await old.DisposeAsync();
    }

    /// <summary>A server that is full, or lets nobody sign in any more: it is there, and who holds a connection is served.</summary>
    private static bool RefusesNewcomers(Exception exception) =>
        exception is PostgresException refused
        && (
            refused.SqlState.StartsWith("53", StringComparison.Ordinal)
            || refused.SqlState.StartsWith("28", StringComparison.Ordinal)
        );

    private static string Reason(Exception exception) =>
        ApplicationRoleException.In(exception) is { } role ? role.Message
        : exception is PostgresException refused ? $"SQLSTATE {refused.SqlState}"
        : exception.GetType().Name;

    private void Lose(string reason)
    {
        Tell(reason);
        reachable = false;
    }

    /// <summary>Readiness fails when the last answer is too old; whether requests find a connection they see for themselves.</summary>
    private void Refuse(string reason)
    {
        Tell(reason);
        circuit.Close();
    }

    private void Tell(string reason)
    {
        if (told.Add(reason))
            logger.DatabaseLost(reason);
    }

    private void Answer(bool takesWrites, int lacking)
    {
        var wasWell = reachable && writable;
        (writable, pending, reachable) = (takesWrites, lacking, true);
        Volatile.Write(ref answeredAt, time.GetTimestamp());
        if (lacking == 0)
            migrated.TrySetResult();
        if (!takesWrites)
            Reconnect();
        else if (!wasWell)
            Return();
        // After the pool was cleared, so that nobody is let in to connections that are dead. What can be read can be served; only what
        // writes is refused, by the server.
        circuit.Close();
    }

    /// <summary>Of several hosts another one is the primary by now, or soon will be: whoever connects anew will find it.</summary>
    private void Reconnect()
    {
        Drop(Task.CompletedTask);
        if (!told.Add(nameof(TakesWrites)))
            return;
        pool.Clear();
        logger.DatabaseReadOnly();
    }

    private void Return()
    {
        // Whatever the pool kept was made with a server that is gone; at the start it has kept nothing yet.
        if (told.Count > 0)
            pool.Clear();
        told.Clear();
        logger.DatabaseAnswers(pending == 0);
    }
}
