using Microsoft.Extensions.Logging;

namespace Enterprise.Persistence.Audit;

/// <summary>What the storage of the audit trail tells operators; event ids 1500 to 1549.</summary>
internal static partial class Log
{
    [LoggerMessage(1500, LogLevel.Information, "The audit trail has {Count} more parts for the months ahead")]
    public static partial void PartitionsMade(this ILogger logger, int count);

    [LoggerMessage(
        1501,
        LogLevel.Warning,
        "The parts of the audit trail for the months ahead were not made ({Reason}); tried again in five minutes"
    )]
    public static partial void PartitionsFailed(this ILogger logger, string reason);
}
