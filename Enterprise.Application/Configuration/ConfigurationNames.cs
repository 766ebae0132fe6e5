using System.Text;
using System.Text.RegularExpressions;

namespace Enterprise.Application.Configuration;

/// <summary>
/// The two spellings of a setting: <c>Section:PropertyName</c> in files and options, <c>APP_SECTION__PROPERTY_NAME</c> in the
/// environment. Single underscores separate words, double ones levels.
/// </summary>
public static partial class ConfigurationNames
{
    public const string Prefix = "APP_";
    public const string FileSuffix = "_FILE";

    /// <summary>Names that were given before the rule, and mean a section without saying so.</summary>
    private static readonly Dictionary<string, string> Given = new(StringComparer.OrdinalIgnoreCase)
    {
        ["APP_JWT_ISSUER"] = "Jwt:Issuer",
        ["APP_JWT_AUDIENCE"] = "Jwt:Audience",
        ["APP_JWT_ACCESS_SECRET"] = "Jwt:AccessSecret",
        ["APP_JWT_REFRESH_SECRET"] = "Jwt:RefreshSecret",
        ["APP_PASSWORD_PEPPER"] = "Passwords:Pepper",
    };

    /// <summary>The settings that hold a secret, and may be given as a file: <c>NAME_FILE</c>.</summary>
    public static readonly IReadOnlyList<string> Secrets =
    [
        "APP_JWT_ACCESS_SECRET",
        "APP_JWT_REFRESH_SECRET",
        "APP_JWT__PREVIOUS_ACCESS_SECRETS",
        "APP_PASSWORD_PEPPER",
        "APP_PASSWORDS__PREVIOUS_PEPPERS",
        "APP_DB__URL",
        "APP_DB__OWNER_URL",
        "APP_DB__DIRECT_URL",
        "APP_TELEMETRY__HEADERS",
    ];

    /// <summary>The variables of OpenTelemetry, which are the same for every program: they keep their names.</summary>
    public const string OpenTelemetryPrefix = "OTEL_";

    /// <summary>The configuration key of an environment variable; <c>null</c> where it is none of ours.</summary>
    public static string? ToKey(string variable)
    {
        if (variable.StartsWith(OpenTelemetryPrefix, StringComparison.OrdinalIgnoreCase))
            return variable;
        if (!variable.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return null;
        // Keys are compared without case, so words need no capitals.
        return Given.TryGetValue(variable, out var key)
            ? key
            : variable[Prefix.Length..]
                .Replace("__", ":", StringComparison.Ordinal)
                .Replace("_", "", StringComparison.Ordinal);
    }

    /// <summary>The environment variable that sets a configuration key.</summary>
    public static string ToEnvironment(string key)
    {
        foreach (var (variable, given) in Given)
            if (string.Equals(given, key, StringComparison.OrdinalIgnoreCase))
                return variable;
        var name = new StringBuilder(Prefix);
        foreach (var level in key.Split(':'))
        {
            if (name.Length > Prefix.Length)
                name.Append("__");
            name.Append(WordStart().Replace(level, "_").ToUpperInvariant());
        }
        return name.ToString();
    }

    /// <summary>The key that a message of the configuration binder is about.</summary>
    internal static string? Place(string message) =>
        BinderPlace().Match(message) is { Success: true } match ? match.Groups["place"].Value : null;

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])", RegexOptions.None, 1000)]
    private static partial Regex WordStart();

    [GeneratedRegex(" at '(?<place>[^']+)' to type ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BinderPlace();
}
