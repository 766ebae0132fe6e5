namespace Enterprise.Api.Operations.Metrics;

/// <summary>
/// Lets the window of the metrics go on. That it asks for them is also what makes them before the first request and the first
/// connection: a host makes all of its background services before it starts any, the server included.
/// </summary>
internal sealed class MetricsWorker(LiveMetrics metrics, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(SlidingWindow.Slot, time, stoppingToken);
            metrics.Turn();
        }
    }
}
