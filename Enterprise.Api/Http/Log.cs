namespace Enterprise.Api.Http;

/// <summary>What the HTTP layer tells operators; event ids 1000 to 1099.</summary>
internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Error, "A request crashed")]
    public static partial void Crashed(this ILogger logger, Exception exception);

    [LoggerMessage(1002, LogLevel.Warning, "The database failed a request: {Code} ({Reason})")]
    public static partial void DatabaseFailed(this ILogger logger, string code, string reason);

    [LoggerMessage(1004, LogLevel.Debug, "A body could not be read: {Reason}")]
    public static partial void UnreadableBody(this ILogger logger, string reason);

    [LoggerMessage(1003, LogLevel.Debug, "The client went away ({Reason})")]
    public static partial void ClientGone(this ILogger logger, string reason);
}
