namespace Enterprise.Api.Logging;

/// <summary>What logging tells operators about itself; event ids 1010 (the access line) to 1019.</summary>
internal static partial class Log
{
    [LoggerMessage(1011, LogLevel.Information, "The log levels were changed, and are now: {Levels}")]
    public static partial void LevelsInUse(this ILogger logger, string levels);

    [LoggerMessage(1012, LogLevel.Warning, "The log levels of {File} are refused, and stay as they were: {Fault}")]
    public static partial void LevelsRefused(this ILogger logger, string file, string fault);

    [LoggerMessage(1013, LogLevel.Error, "The log levels could not be looked at, and stay as they were")]
    public static partial void LevelsNotRead(this ILogger logger, Exception exception);
}
