using Microsoft.Extensions.Configuration;

namespace Enterprise.Application.Configuration;

/// <summary>
/// Lays the settings over each other, the later the stronger: <c>appsettings.json</c>, <c>appsettings.{Environment}.json</c>,
/// development secrets, <c>.env</c> (both in development only), environment variables, command line.
/// </summary>
public static class SettingsSources
{
    /// <summary>Adds every source; <paramref name="folder"/> holds the appsettings files.</summary>
    public static IConfigurationBuilder AddSettingsSources(
        this IConfigurationBuilder builder,
        AppEnvironment environment,
        string folder,
        IReadOnlyList<string> args
    )
    {
        builder
            .AddJsonFile(Path.Combine(folder, "appsettings.json"), optional: false, reloadOnChange: false)
            .AddJsonFile(
                Path.Combine(folder, $"appsettings.{environment.Name}.json"),
                optional: true,
                reloadOnChange: false
            );
        if (environment is { IsDevelopment: true, Checkout: { } checkout })
        {
            builder.AddInMemoryCollection(DevelopmentSecrets.Read(checkout));
            builder.AddInMemoryCollection(ToSettings(DotEnv.Read(Path.Combine(checkout, ".env"))));
        }
        return builder.AddInMemoryCollection(ToSettings(environment.Variables)).AddCommandLine([.. args]);
    }

    /// <summary>Settings as environment variables give them; a secret may be given as <c>NAME_FILE</c> instead.</summary>
    internal static Dictionary<string, string?> ToSettings(IReadOnlyDictionary<string, string> variables)
    {
        Dictionary<string, string?> settings = new(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in variables)
            if (ConfigurationNames.ToKey(name) is { } key && !IsSecretFile(name))
                settings[key] = value;
        foreach (var secret in ConfigurationNames.Secrets)
            if (variables.TryGetValue(secret + ConfigurationNames.FileSuffix, out var path))
                ReadSecret(secret, path, settings);
        return settings;
    }

    private static bool IsSecretFile(string name) =>
        ConfigurationNames.Secrets.Any(secret =>
            string.Equals(secret + ConfigurationNames.FileSuffix, name, StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>A file that cannot be read is noted, for the report that tells everything at once.</summary>
    private static void ReadSecret(string name, string path, Dictionary<string, string?> settings)
    {
        try
        {
            // Editors and secret stores end a file with a line break that nobody means.
            settings[ConfigurationNames.ToKey(name)!] = File.ReadAllText(path).TrimEnd('\r', '\n');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            settings[$"{SettingsReport.FaultsSection}:{name}"] =
                $"{name}{ConfigurationNames.FileSuffix} names a file that cannot be read";
        }
    }
}
