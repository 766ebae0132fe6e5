namespace Enterprise.Api.Telemetry;

/// <summary>What telemetry tells operators about itself; event ids 1020 to 1029.</summary>
internal static partial class Log
{
    [LoggerMessage(
        1020,
        LogLevel.Warning,
        "The collector does not take {Signal} ({Reason}); requests are served all the same, and this is said once"
    )]
    public static partial void TelemetryIsNotSent(this ILogger logger, string signal, string reason);

    [LoggerMessage(1021, LogLevel.Information, "The collector takes {Signal} again")]
    public static partial void TelemetryIsSent(this ILogger logger, string signal);

    [LoggerMessage(
        1022,
        LogLevel.Warning,
        "Telemetry that was still waiting when the program stopped is lost: the collector did not take it within {Seconds} seconds"
    )]
    public static partial void FlushCutShort(this ILogger logger, double seconds);

    [LoggerMessage(1025, LogLevel.Error, "The page for Prometheus could not be made")]
    public static partial void CollectionFailed(this ILogger logger, Exception exception);

    [LoggerMessage(1026, LogLevel.Warning, "The page for Prometheus was not made within {Seconds} seconds")]
    public static partial void CollectionIsSlow(this ILogger logger, double seconds);

    [LoggerMessage(
        1027,
        LogLevel.Warning,
        "{Instrument} of {Meter} is not on the page for Prometheus, or not all of it: another has the same name or labels there, or text cannot hold it"
    )]
    public static partial void MetricLeftOut(this ILogger logger, string instrument, string meter);
}
