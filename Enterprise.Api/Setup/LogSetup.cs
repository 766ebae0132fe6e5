using Enterprise.Api.Logging;
using Enterprise.Application.Configuration;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Setup;

/// <summary>How much is logged (<c>APP_LOG__...</c>).</summary>
public sealed class LogOptions
{
    public const string Section = "Log";

    /// <summary>trace, debug, information, warning, error or none; empty for the default. One category: <c>Logging:LogLevel:Name</c>.</summary>
    public string Level { get; set; } = "";
}

/// <summary>Lists everything that is wrong with the <see cref="LogOptions"/> in one go.</summary>
public sealed class LogOptionsValidator : IValidateOptions<LogOptions>
{
    public ValidateOptionsResult Validate(string? name, LogOptions options) =>
        new SettingFaults()
            .Check(
                "APP_LOG__LEVEL",
                options.Level.Length == 0 || LogSetup.TryLevel(options.Level, out _),
                "must be trace, debug, information, warning, error, critical or none"
            )
            .Result();
}

/// <summary>Logs to standard output: JSON lines, and readable text in development.</summary>
internal static class LogSetup
{
    public static void AddLogs(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<LogOptions, LogOptionsValidator>(LogOptions.Section);
        builder.Logging.ClearProviders();
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        if (TryLevel(builder.Configuration["Log:Level"] ?? "", out var level))
            builder.Logging.AddFilter(null, level).AddFilter("Enterprise", level);
        builder.Logging.Configure(options => options.ActivityTrackingOptions = ActivityTrackingOptions.None);
        builder.Logging.AddConsoleFormatter<JsonLogFormatter, ConsoleFormatterOptions>();
        builder.Logging.AddConsoleFormatter<TextLogFormatter, ConsoleFormatterOptions>();
        builder.Logging.AddConsole();
        builder.Services.Configure<ConsoleLoggerOptions>(console =>
            console.FormatterName = builder.Environment.IsDevelopment()
                ? TextLogFormatter.FormatterName
                : JsonLogFormatter.FormatterName
        );
    }

    internal static bool TryLevel(string text, out LogLevel level) =>
        Enum.TryParse(Long(text), ignoreCase: true, out level) && Enum.IsDefined(level) && !char.IsDigit(text[0]);

    private static string Long(string text) =>
        text.ToLowerInvariant() switch
        {
            "info" => nameof(LogLevel.Information),
            "warn" => nameof(LogLevel.Warning),
            "fatal" => nameof(LogLevel.Critical),
            _ => text,
        };
}
