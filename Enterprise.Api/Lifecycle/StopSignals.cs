using System.Runtime.InteropServices;

namespace Enterprise.Api.Lifecycle;

/// <summary>
/// Hears who asks the program to stop: SIGTERM (orchestrators), SIGINT (Ctrl+C), SIGQUIT and SIGHUP (its terminal is closed); on Windows what stands for them. The first begins
/// <see cref="GracefulStop"/>, a second one ends the process at once, with 128 and the signal's number. The framework's own lifetime
/// stops at the first, without a drain, and does not hear the second.
/// </summary>
internal sealed class StopSignals(GracefulStop stop, ILogger<StopSignals> logger) : IHostLifetime, IDisposable
{
    // Of the shell (POSIX 2.8.2), by the numbers that all systems agree on.
    private const int Signalled = 128;

    private static readonly Dictionary<PosixSignal, int> Numbers = new()
    {
        [PosixSignal.SIGHUP] = 1,
        [PosixSignal.SIGINT] = 2,
        [PosixSignal.SIGQUIT] = 3,
        [PosixSignal.SIGTERM] = 15,
    };

    private readonly List<PosixSignalRegistration> heard = [];

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in Numbers.Keys)
            heard.Add(PosixSignalRegistration.Create(signal, Hear));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var registration in heard)
            registration.Dispose();
    }

    private void Hear(PosixSignalContext context)
    {
        context.Cancel = true;
        if (stop.TryBegin())
            return;
        logger.EndsAtOnce();
        // What waits to be written is written, for a second at the most; nothing else is.
        Environment.Exit(Signalled + Numbers[context.Signal]);
    }
}
