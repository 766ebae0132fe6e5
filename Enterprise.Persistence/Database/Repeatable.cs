using System.Net.Sockets;
using Npgsql;

namespace Enterprise.Persistence.Database;

/// <summary>
/// Says which failures may be met by doing the same once more. Nothing else is repeated: what was lost after a COMMIT was sent would be
/// done twice, and a server that is too slow is not helped by a second question.
/// </summary>
internal static class Repeatable
{
    /// <summary>A statement was planned for a table that has been migrated since.</summary>
    private const string CachedPlanChanged = PostgresErrorCodes.FeatureNotSupported;

    /// <summary>
    /// What failed was rolled back whole, so once more is safe whatever it was: the victim of a deadlock, what could not be serialised
    /// (PostgreSQL manual, section 13.5), what met a plan that is not good any more, and what a server that is being stopped broke off:
    /// it says so (57P01) only of transactions that it did not commit.
    /// </summary>
    public static bool WasUndone(Exception exception) =>
        DatabaseExceptions.Cause(exception)
            is PostgresException
            {
                SqlState: PostgresErrorCodes.SerializationFailure
                    or PostgresErrorCodes.DeadlockDetected
                    or PostgresErrorCodes.AdminShutdown
                    or CachedPlanChanged
            };

    /// <summary>
    /// The connection was cut: after a restart of the server the pool holds connections that fail once. Whether the statement was done
    /// nobody knows, so this is for what may be done twice.
    /// </summary>
    public static bool WasCut(Exception exception) =>
        DatabaseExceptions.Cause(exception) switch
        {
            PostgresException refused => refused.SqlState.StartsWith("57P", StringComparison.Ordinal),
            { InnerException: IOException or SocketException } => true,
            _ => false,
        };
}
