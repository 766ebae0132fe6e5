using Microsoft.Extensions.Logging;

namespace Enterprise.Persistence.Database;

/// <summary>What the database code tells operators; event ids 1200 to 1299.</summary>
internal static partial class Log
{
    [LoggerMessage(1201, LogLevel.Information, "The database answers; all migrations applied: {Migrated}")]
    public static partial void DatabaseAnswers(this ILogger logger, bool migrated);

    [LoggerMessage(1202, LogLevel.Error, "The database does not answer ({Reason})")]
    public static partial void DatabaseLost(this ILogger logger, string reason);

    [LoggerMessage(1203, LogLevel.Debug, "The database probe stopped")]
    public static partial void ProbeStopped(this ILogger logger);

    [LoggerMessage(1204, LogLevel.Information, "Migrations applied: {Count}")]
    public static partial void Migrated(this ILogger logger, int count);
}
