using Enterprise.Application.Configuration;

namespace Enterprise.Api.Logging;

/// <summary>Looks at the files with log levels every two seconds, and says what came of it.</summary>
internal sealed class LevelReloader(IConfiguration configuration, TimeProvider time, ILogger<LevelReloader> logger)
    : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly HashSet<(string Path, string Fault)> told = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var levels = ((IConfigurationRoot)configuration).Providers.OfType<LogLevelProvider>().Single();
        Warn(levels);
        while (true)
        {
            await Task.Delay(Interval, time, stoppingToken);
            Look(levels);
        }
    }

    private void Look(LogLevelProvider levels)
    {
        try
        {
            var isChanged = levels.Look();
            if (Warn(levels) || isChanged)
                logger.LevelsInUse(
                    string.Join(
                        ", ",
                        LogLevelSettings.In(configuration).Select(setting => $"{setting.Key}={setting.Value}")
                    )
                );
        }
        // Whatever a file brings about must not end the program that it should have changed.
        catch (Exception exception)
        {
            logger.LevelsNotRead(exception);
        }
    }

    /// <summary>Once of the same fault, however often it is looked at; gives whether one is mended.</summary>
    private bool Warn(LogLevelProvider levels)
    {
        var faults = levels.Faults.ToArray();
        foreach (var (path, fault) in faults)
            if (told.Add((path, fault)))
                logger.LevelsRefused(path, fault);
        return told.RemoveWhere(fault => !faults.Contains(fault)) > 0;
    }
}
