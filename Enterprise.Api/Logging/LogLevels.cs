namespace Enterprise.Api.Logging;

/// <summary>The names of levels as log lines have them.</summary>
internal static class LogLevels
{
    public static string Name(LogLevel level) =>
        level switch
        {
            LogLevel.Trace => "trace",
            LogLevel.Debug => "debug",
            LogLevel.Information => "info",
            LogLevel.Warning => "warn",
            LogLevel.Error => "error",
            _ => "fatal",
        };
}
