using Microsoft.Extensions.Logging;

namespace Enterprise.Persistence.Sessions;

/// <summary>What the storage of sessions tells operators; event ids 1400 to 1499.</summary>
internal static partial class Log
{
    [LoggerMessage(
        1401,
        LogLevel.Warning,
        "Revocations are not followed ({Reason}): until they are, every request with a token asks the database"
    )]
    public static partial void FeedLost(this ILogger logger, string reason);

    [LoggerMessage(1402, LogLevel.Information, "Revocations are followed again; {Count} are known")]
    public static partial void FeedFollows(this ILogger logger, int count);

    [LoggerMessage(1403, LogLevel.Information, "Cleaned up: {Count} rows of {Table}")]
    public static partial void CleanedUp(this ILogger logger, string table, int count);

    [LoggerMessage(1404, LogLevel.Warning, "A clean-up was broken off; the next one goes on")]
    public static partial void CleanUpFailed(this ILogger logger, Exception exception);

    [LoggerMessage(1405, LogLevel.Debug, "A clean-up was broken off because the program stops")]
    public static partial void CleanUpStopped(this ILogger logger);
}
