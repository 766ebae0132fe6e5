using Microsoft.Extensions.Logging;

namespace Enterprise.Application.Sessions;

/// <summary>What the Sessions slice tells operators; event ids 1300 to 1399.</summary>
internal static partial class Log
{
    [LoggerMessage(
        1350,
        LogLevel.Warning,
        "A spent refresh token was presented (generation {Generation}): session {SessionId} is ended"
    )]
    public static partial void RefreshReused(this ILogger logger, Guid sessionId, int generation);
}
