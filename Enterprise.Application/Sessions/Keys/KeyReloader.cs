using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Enterprise.Application.Sessions.Keys;

/// <summary>Looks at the files of the ring every <c>APP_JWT__RELOAD_SECONDS</c>, and says what came of it.</summary>
internal sealed class KeyReloader(
    SigningKeys keys,
    IOptions<JwtOptions> options,
    TimeProvider time,
    ILogger<KeyReloader> logger
) : BackgroundService
{
    private string? refused;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Tell();
        if (!KeyRingDraft.IsWatched(options.Value))
            return;
        var interval = TimeSpan.FromSeconds(options.Value.ReloadSeconds);
        while (true)
        {
            await Task.Delay(interval, time, stoppingToken);
            Look();
        }
    }

    private void Look()
    {
        try
        {
            Judge(keys.Reload());
        }
        // Whatever a file brings about must not end the program that it should have changed.
        catch (Exception exception)
        {
            logger.ReloadFailed(exception);
        }
    }

    private void Judge(KeyReload reload)
    {
        if (reload.IsExchanged)
            Tell();
        // Once for the same content, however often it is looked at.
        else if (reload.Faults.Count > 0 && refused != reload.Content)
            logger.RingRefused(string.Join("; ", reload.Faults));
        refused = reload.Faults.Count > 0 ? reload.Content : null;
    }

    private void Tell()
    {
        var ring = keys.Current;
        logger.RingInUse(ring.Keys.Count, ring.Active.Algorithm, ring.Active.Id);
        foreach (var key in ring.Keys.Where(key => key.Algorithm == SigningAlgorithms.Rs256))
            logger.LegacyKey(key.Id);
    }
}
