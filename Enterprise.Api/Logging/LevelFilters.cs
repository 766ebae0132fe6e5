using Enterprise.Application.Configuration;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Logging;

/// <summary>
/// Which lines are written, by the settings as they are now: <c>Logging:LogLevel</c>, that of one provider, and over both
/// <c>Log:Level</c>, which is for everything that has no level of its own, and for this program's own lines. A level that is none is
/// skipped here; at start it is told with all that is wrong, and later the file that has it is refused.
/// </summary>
internal sealed class LevelFilters(IConfiguration configuration) : IConfigureOptions<LoggerFilterOptions>
{
    private const string Own = "Enterprise";
    private const string Everything = "Default";

    public void Configure(LoggerFilterOptions options)
    {
        options.MinLevel = LogLevel.Information;
        foreach (var section in configuration.GetSection(LogLevelSettings.Section).GetChildren())
            if (string.Equals(section.Key, LogLevelSettings.Levels, StringComparison.OrdinalIgnoreCase))
                Add(options, provider: null, section);
            else
                Add(options, section.Key, section.GetSection(LogLevelSettings.Levels));
        if (!LogLevelSettings.TryParse(configuration[LogLevelSettings.Level], out var level))
            return;
        options.Rules.Add(new LoggerFilterRule(null, null, level, null));
        options.Rules.Add(new LoggerFilterRule(null, Own, level, null));
    }

    private static void Add(LoggerFilterOptions options, string? provider, IConfigurationSection levels)
    {
        foreach (var setting in levels.GetChildren())
            if (LogLevelSettings.TryParse(setting.Value, out var level))
                options.Rules.Add(
                    new LoggerFilterRule(
                        provider,
                        string.Equals(setting.Key, Everything, StringComparison.OrdinalIgnoreCase) ? null : setting.Key,
                        level,
                        null
                    )
                );
    }
}
