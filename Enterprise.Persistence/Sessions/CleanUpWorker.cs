using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Enterprise.Persistence.Sessions;

/// <summary>Cleans up now and then; the first time at a random moment, so that instances that start together do not do it together.</summary>
internal sealed class CleanUpWorker(
    CleanUp cleanUp,
    IOptions<CleanUpOptions> options,
    TimeProvider time,
    ILogger<CleanUpWorker> logger
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wait = TimeSpan.FromSeconds(RandomNumberGenerator.GetInt32((int)options.Value.Interval.TotalSeconds));
        while (await WaitAsync(wait, stoppingToken))
        {
            await RunAsync(stoppingToken);
            wait = options.Value.Interval;
        }
    }

    private async Task<bool> WaitAsync(TimeSpan wait, CancellationToken ct)
    {
        await Task.Delay(wait, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !ct.IsCancellationRequested;
    }

    private async Task RunAsync(CancellationToken ct)
    {
        try
        {
            await cleanUp.RunAsync(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            logger.CleanUpStopped();
        }
        // Of any kind: an exception that gets out of here would end the program, and the next clean-up may find all well.
        catch (Exception exception)
        {
            logger.CleanUpFailed(exception);
        }
    }
}
