using Enterprise.Application.Abstractions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Enterprise.Application.Health;

/// <summary>
/// Does every <see cref="IWarmUp"/> once, one after the other, before the instance says that it is ready: those that need the database as soon
/// as it was found migrated and the program has started. One that fails or takes too long is told and left: it is slow once, and no reason to stay away.
/// </summary>
public sealed class WarmUps(
    IEnumerable<IWarmUp> all,
    IDatabaseState database,
    InstanceLife life,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<WarmUps> logger
) : BackgroundService
{
    /// <summary>For each of them.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (later, now) = (all.Where(warmUp => warmUp.NeedsDatabase), all.Where(warmUp => !warmUp.NeedsDatabase));
        await RunAsync(now, stoppingToken);
        await Task.WhenAll(database.Migrated, StartedAsync()).WaitAsync(stoppingToken);
        await RunAsync(later, stoppingToken);
        life.Started();
    }

    private async Task RunAsync(IEnumerable<IWarmUp> some, CancellationToken ct)
    {
        foreach (var warmUp in some)
            try
            {
                // What is being made warm may not look at its token for long.
                await Task.Run(() => warmUp.RunAsync(ct), ct).WaitAsync(Limit, time, ct);
            }
            // Of any kind: an exception that gets out of here would end the program.
            catch (Exception exception) when (!ct.IsCancellationRequested)
            {
                logger.WarmUpFailed(warmUp.GetType().Name, exception.GetType().Name);
            }
    }

    private Task StartedAsync()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        return started.Task;
    }
}
