using Microsoft.Extensions.Configuration;

namespace Enterprise.Application.Configuration;

/// <summary>
/// Lays the settings over each other, the later the stronger: <c>appsettings.json</c>, <c>appsettings.{Environment}.json</c>,
/// the file of <c>APP_LOG__LEVELS_FILE</c> (log levels only), development secrets, <c>.env</c> (both in development only), environment variables, command line.
/// Log levels follow the files while the program runs (<see cref="LogLevelProvider"/>); everything else is as it was at start.
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
        var always = Path.Combine(folder, "appsettings.json");
        var ofEnvironment = Path.Combine(folder, $"appsettings.{environment.Name}.json");
        builder
            .Add(new SettledJsonSource(always, optional: false))
            .Add(new SettledJsonSource(ofEnvironment, optional: true));
        var stronger = Stronger(environment, args);
        return builder
            .Add(new LogLevelSource(always, ofEnvironment, stronger[LogLevelSettings.LevelsFile]))
            .AddConfiguration(stronger);
    }

    /// <summary>What is laid over the files.</summary>
    private static IConfigurationRoot Stronger(AppEnvironment environment, IReadOnlyList<string> args)
    {
        var builder = new ConfigurationBuilder();
        if (environment is { IsDevelopment: true, Checkout: { } checkout })
        {
            builder.AddInMemoryCollection(DevelopmentSecrets.Read(checkout));
            builder.AddInMemoryCollection(ToSettings(DotEnv.Read(Path.Combine(checkout, ".env"))));
        }
        return builder.AddInMemoryCollection(ToSettings(environment.Variables)).AddCommandLine([.. args]).Build();
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
