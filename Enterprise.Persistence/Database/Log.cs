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

    [LoggerMessage(1205, LogLevel.Information, "The role {Role} was made for the application")]
    public static partial void RoleMade(this ILogger logger, string role);

    [LoggerMessage(1206, LogLevel.Information, "The login {Login} was made for the application")]
    public static partial void LoginMade(this ILogger logger, string login);

    [LoggerMessage(
        1207,
        LogLevel.Warning,
        "The login {Login} did not have the password of APP_DB__URL, and has it now"
    )]
    public static partial void PasswordSet(this ILogger logger, string login);

    [LoggerMessage(1208, LogLevel.Information, "The rights of the role {Role} were set: {Count} statements")]
    public static partial void RightsChanged(this ILogger logger, string role, int count);

    [LoggerMessage(
        1209,
        LogLevel.Warning,
        "The rights of the role {Role} are not as they should be, and the owner cannot set them; an administrator has to run: {Statement}"
    )]
    public static partial void RightsDiffer(this ILogger logger, string role, string statement);

    [LoggerMessage(1210, LogLevel.Debug, "Somebody else set the application's role up at the same moment ({State})")]
    public static partial void RoleRaced(this ILogger logger, string state);

    [LoggerMessage(
        1211,
        LogLevel.Information,
        "Whether the login {Login} has the password of APP_DB__URL could not be seen from here ({Reason})"
    )]
    public static partial void PasswordUnknown(this ILogger logger, string login, string reason);

    [LoggerMessage(1212, LogLevel.Debug, "Work that nobody waited for has ended ({Outcome})")]
    public static partial void LeftWorkEnded(this ILogger logger, string outcome);

    [LoggerMessage(1213, LogLevel.Error, "The database takes no writes: it is a standby, or read-only")]
    public static partial void DatabaseReadOnly(this ILogger logger);

    [LoggerMessage(
        1214,
        LogLevel.Information,
        "A migration could not lock a table that is in use, and lets others through before it tries again ({Tries} of {MaxTries})"
    )]
    public static partial void MigrationWaits(this ILogger logger, int tries, int maxTries);

    [LoggerMessage(1204, LogLevel.Information, "Migrations applied: {Count}")]
    public static partial void Migrated(this ILogger logger, int count);
}
