using Microsoft.Extensions.Hosting;

namespace Enterprise.Application.Passwords;

/// <summary>Gives the memory of hashes back to the system when nobody has signed in for a while.</summary>
internal sealed class PasswordMemoryTrimmer(Argon2MemoryPool pool, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Unused = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            pool.Trim(Unused);
    }
}
