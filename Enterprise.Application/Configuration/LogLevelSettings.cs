using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Enterprise.Application.Configuration;

/// <summary>
/// The settings that may change while the program runs: <c>Log:Level</c>, <c>Logging:LogLevel:CATEGORY</c> and
/// <c>Logging:PROVIDER:LogLevel:CATEGORY</c>.
/// </summary>
public static class LogLevelSettings
{
    public const string Level = "Log:Level";
    public const string LevelsFile = "Log:LevelsFile";
    public const string Section = "Logging";
    public const string Levels = "LogLevel";

    /// <summary>Whether a key is one of these.</summary>
    public static bool IsLevel(string key) =>
        string.Equals(key, Level, StringComparison.OrdinalIgnoreCase)
        || key.Split(':') switch
        {
            [var section, var levels, _] => Is(section, Section) && Is(levels, Levels),
            [var section, _, var levels, _] => Is(section, Section) && Is(levels, Levels),
            _ => false,
        };

    /// <summary>A level by its name, short or long: <c>info</c> and <c>information</c>, <c>warn</c>, <c>fatal</c>.</summary>
    public static bool TryParse(string? text, out LogLevel level)
    {
        level = LogLevel.None;
        return text is [not (>= '0' and <= '9' or '-' or '+'), ..]
            && Enum.TryParse(Long(text), ignoreCase: true, out level)
            && Enum.IsDefined(level);
    }

    /// <summary>What is set, the strongest source alone; one line each for an operator, in order.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> In(IConfiguration configuration) =>
        configuration
            .GetSection(Section)
            .AsEnumerable()
            .Append(new KeyValuePair<string, string?>(Level, configuration[Level]))
            .Where(setting => IsLevel(setting.Key) && !string.IsNullOrEmpty(setting.Value))
            .OrderBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase);

    private static bool Is(string name, string wanted) =>
        string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase);

    private static string Long(string text) =>
        text.ToLowerInvariant() switch
        {
            "info" => nameof(LogLevel.Information),
            "warn" => nameof(LogLevel.Warning),
            "fatal" => nameof(LogLevel.Critical),
            _ => text,
        };
}
