using Microsoft.Extensions.Logging;

namespace Enterprise.Application.Health;

/// <summary>What the health of an instance tells operators; event ids 1700 to 1709.</summary>
internal static partial class Log
{
    [LoggerMessage(
        1700,
        LogLevel.Warning,
        "{WarmUp} could not be done before the first request ({Reason}); that request may be slow"
    )]
    public static partial void WarmUpFailed(this ILogger logger, string warmUp, string reason);
}
