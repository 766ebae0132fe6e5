using Enterprise.Api.Logging;
using Enterprise.Api.Telemetry;
using Enterprise.Application.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Setup;

/// <summary>How much is logged (<c>APP_LOG__...</c>).</summary>
public sealed class LogOptions
{
    public const string Section = "Log";

    /// <summary>trace, debug, information, warning, error or none; empty for the default. One category: <c>Logging:LogLevel:Name</c>.</summary>
    public string Level { get; set; } = "";

    /// <summary>A file with <c>{"Logging":{"LogLevel":{"CATEGORY":"LEVEL"}}}</c>, which is followed while the program runs; it may appear later. Empty for none.</summary>
    public string LevelsFile { get; set; } = "";
}

/// <summary>Lists everything that is wrong with the <see cref="LogOptions"/> in one go.</summary>
public sealed class LogOptionsValidator : IValidateOptions<LogOptions>
{
    public ValidateOptionsResult Validate(string? name, LogOptions options) =>
        new SettingFaults()
            .Check(
                "APP_LOG__LEVEL",
                options.Level.Length == 0 || LogLevelSettings.TryParse(options.Level, out _),
                "must be trace, debug, information, warning, error, critical or none"
            )
            .Result();
}

/// <summary>Logs to standard output: JSON lines, and readable text in development; to a collector where that is wanted.</summary>
internal static class LogSetup
{
    public static void AddLogs(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<LogOptions, LogOptionsValidator>(LogOptions.Section);
        builder.Logging.ClearProviders();
        builder.Services.AddLevels();
        builder.Logging.Configure(options => options.ActivityTrackingOptions = ActivityTrackingOptions.None);
        builder.Services.AddSingleton<ConsoleFormatter>(services =>
            builder.Environment.IsDevelopment()
                ? ActivatorUtilities.CreateInstance<TextLogFormatter>(services)
                : ActivatorUtilities.CreateInstance<JsonLogFormatter>(services)
        );
        builder.Services.AddSingleton<ILoggerProvider>(services => new StandardOutput(
            services.GetRequiredService<ConsoleFormatter>(),
            services.GetRequiredService<TelemetryMetrics>(),
            Console.OpenStandardOutput()
        ));
        if (!LogExport.IsWanted(builder.Configuration))
            return;
        builder.Services.AddSingleton<LogExport>();
        builder.Services.AddSingleton<ILoggerProvider>(services => services.GetRequiredService<LogExport>());
    }

    /// <summary>The framework's own reading of levels throws where one is wrong, which would end the program when a file is edited.</summary>
    private static void AddLevels(this IServiceCollection services)
    {
        services.RemoveAll<IConfigureOptions<LoggerFilterOptions>>();
        services.RemoveAll<IOptionsChangeTokenSource<LoggerFilterOptions>>();
        services.AddSingleton<IConfigureOptions<LoggerFilterOptions>, LevelFilters>();
        services.AddSingleton<IOptionsChangeTokenSource<LoggerFilterOptions>>(
            provider => new ConfigurationChangeTokenSource<LoggerFilterOptions>(
                provider.GetRequiredService<IConfiguration>()
            )
        );
        services.AddSingleton<ISettingsCheck, LevelsCheck>();
        services.AddHostedService<LevelReloader>();
    }
}
