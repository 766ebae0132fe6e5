namespace Enterprise.Api.Telemetry;

/// <summary>
/// Makes the SDK before anything that it should hear of, and sends what is waiting when everything else has stopped: it is registered
/// before all other services that run in the background, and those stop in the opposite order.
/// </summary>
internal sealed class TelemetryWorker(TelemetrySdk sdk, ILogger<TelemetryWorker> logger, LogExport? logs = null)
    : IHostedService
{
    /// <summary>For all signals together; a collector that does not answer must not hold a stop for longer.</summary>
    public static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private Task? flush;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Once, and whoever else stops the host at the same time waits for the same: the SDK answers a second call at once.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (gate)
            return flush ??= FlushAsync();
    }

    private async Task FlushAsync()
    {
        var signals = sdk.ShutdownAsync(FlushLimit, CancellationToken.None);
        var lines = logs?.ShutdownAsync(FlushLimit, CancellationToken.None) ?? Task.FromResult(true);
        var sent = await Task.WhenAll(signals, lines);
        // What was cut at the last moment has ended, too.
        if (sdk.WasCut || !sent.All(isSent => isSent))
            logger.FlushCutShort(FlushLimit.TotalSeconds);
    }
}
