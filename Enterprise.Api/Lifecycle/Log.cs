namespace Enterprise.Api.Lifecycle;

/// <summary>What the program tells operators about its start and stop; event ids 1030 to 1039.</summary>
internal static partial class Log
{
    [LoggerMessage(
        1030,
        LogLevel.Information,
        "Asked to stop: not ready any more, and serving for {Seconds} seconds until requests are sent elsewhere"
    )]
    public static partial void Drains(this ILogger logger, int seconds);

    [LoggerMessage(1031, LogLevel.Warning, "Asked to stop a second time: ends at once, whatever is in flight")]
    public static partial void EndsAtOnce(this ILogger logger);

    [LoggerMessage(1032, LogLevel.Error, "The drain failed, and the program stops without it")]
    public static partial void DrainFailed(this ILogger logger, Exception exception);
}
