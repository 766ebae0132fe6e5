using Enterprise.Application.Abstractions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Enterprise.Persistence.Database;

/// <summary>
/// Asks the database twice a second, on a connection of its own, whether it is there and migrated. Readiness is answered from
/// what it found last, so that a database that hangs cannot make the question hang.
/// </summary>
internal sealed class DatabaseProbe(
    IOptions<DatabaseOptions> options,
    ILoggerFactory logs,
    NpgsqlDataSource pool,
    TimeProvider time,
    ILogger<DatabaseProbe> logger
) : BackgroundService, IDatabaseState
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(3);

    private readonly NpgsqlDataSource source = DataSources.CreateForProbe(options.Value, logs);
    private long answeredAt;
    private volatile bool reachable;
    private volatile bool migrated;

    /// <summary>What was told of this outage, each reason once.</summary>
    private readonly HashSet<string> told = [];

    public bool IsReachable => reachable && time.GetElapsedTime(Volatile.Read(ref answeredAt)) < Stale;

    public bool IsMigrated => migrated;

    public override void Dispose()
    {
        source.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do await ProbeAsync(stoppingToken);
        while (await WaitAsync(timer, stoppingToken));
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken ct)
    {
        try
        {
            return await timer.WaitForNextTickAsync(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task ProbeAsync(CancellationToken ct)
    {
        try
        {
            // A frozen server does not honour tokens, so the wait has a clock of its own.
            migrated = await SchemaVersion.IsAppliedAsync(source, ct).WaitAsync(Limit, time, ct);
            Volatile.Write(ref answeredAt, time.GetTimestamp());
            if (!reachable)
                Return();
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            logger.ProbeStopped();
        }
        // Of any kind: an exception that gets out of here would end the program, and the next probe may find all well.
        catch (Exception exception)
        {
            var reason = Reason(exception);
            if (told.Add(reason))
                logger.DatabaseLost(reason);
            reachable = false;
        }
    }

    private static string Reason(Exception exception) =>
        ApplicationRoleException.In(exception) is { } role ? role.Message
        : exception is PostgresException refused ? $"SQLSTATE {refused.SqlState}"
        : exception.GetType().Name;

    private void Return()
    {
        // Whatever the pool kept was made with a server that is gone; at the start it has kept nothing yet.
        if (told.Count > 0)
            pool.Clear();
        told.Clear();
        reachable = true;
        logger.DatabaseAnswers(migrated);
    }
}
