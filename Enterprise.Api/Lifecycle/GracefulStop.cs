using Enterprise.Api.Setup;
using Enterprise.Application.Health;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Lifecycle;

/// <summary>
/// Leaves without losing a request (ADR 31). First <c>/ready</c> says no, while everything is served as before, until whoever sends requests has noticed
/// (<c>APP_SERVER__DRAIN_SECONDS</c>). Then no connection is accepted any more, while those that are open are answered with
/// <c>Connection: close</c>: a client that writes on a connection at the moment it is closed cannot know whether its request was heard. Then the host
/// stops: what is in flight finishes, telemetry is sent, the pool closes.
/// </summary>
internal sealed class GracefulStop(
    InstanceLife life,
    Listeners listeners,
    IHostApplicationLifetime lifetime,
    IOptions<ServerOptions> options,
    TimeProvider time,
    ILogger<GracefulStop> logger
)
{
    /// <summary>For connections that are open when no new ones are accepted any more. Proxies find the way elsewhere at their first new connection.</summary>
    public static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private int hasBegun;

    /// <summary>Begins it; <c>false</c> where it has begun already.</summary>
    public bool TryBegin()
    {
        if (Interlocked.Exchange(ref hasBegun, 1) == 1)
            return false;
        _ = RunAsync();
        return true;
    }

    private async Task RunAsync()
    {
        // Whoever asks from now on is told, before anything else happens.
        life.Drain();
        try
        {
            // Whom nobody was told to ask has nobody to send away.
            if (life.HasStarted && options.Value.DrainTime > TimeSpan.Zero)
                await LeaveAsync();
        }
        // Of any kind: nobody waits for this, and a program that was asked to stop has to.
        catch (Exception exception)
        {
            logger.DrainFailed(exception);
        }
        lifetime.StopApplication();
    }

    private async Task LeaveAsync()
    {
        logger.Drains(options.Value.DrainSeconds);
        await WaitAsync(options.Value.DrainTime);
        await listeners.CloseAsync();
        await WaitAsync(Farewell);
    }

    /// <summary>Less, where something else stops the host meanwhile.</summary>
    private async Task WaitAsync(TimeSpan span) =>
        await Task.Delay(span, time, lifetime.ApplicationStopping)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
