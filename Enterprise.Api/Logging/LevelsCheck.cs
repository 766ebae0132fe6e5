using Enterprise.Application.Configuration;

namespace Enterprise.Api.Logging;

/// <summary>Lists the log levels that are none, wherever they were set.</summary>
internal sealed class LevelsCheck(IConfiguration configuration) : ISettingsCheck
{
    public IEnumerable<string> Faults() =>
        from setting in LogLevelSettings.In(configuration)
        where !LogLevelSettings.TryParse(setting.Value, out _)
        select $"{ConfigurationNames.ToEnvironment(setting.Key)} must be trace, debug, information, warning, error, critical or none";
}
