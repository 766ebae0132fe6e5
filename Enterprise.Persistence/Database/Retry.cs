using System.Net.Sockets;
using Npgsql;

namespace Enterprise.Persistence.Database;

/// <summary>
/// Runs a transaction again that PostgreSQL chose as the victim of a deadlock or could not serialise (manual, section 13.5):
/// it was rolled back whole, so once more is safe. Nothing else is repeated here: a lost COMMIT would be done twice.
/// </summary>
internal static class Retry
{
    /// <summary>At most twice; the second failure is the caller's, and becomes a 409.</summary>
    public static async Task<T> OnceAsync<T>(Func<Task<T>> transaction)
    {
        try
        {
            return await transaction();
        }
        catch (Exception exception) when (WasVictim(exception))
        {
            return await transaction();
        }
    }

    /// <summary>
    /// The same for a transaction that may be done twice, also where its connection was cut: after a restart of the server the pool
    /// holds connections that fail once. A server that is too slow is not asked again.
    /// </summary>
    public static async Task<T> IdempotentAsync<T>(Func<Task<T>> transaction)
    {
        try
        {
            return await transaction();
        }
        catch (Exception exception) when (WasVictim(exception) || WasCut(exception))
        {
            return await transaction();
        }
    }

    private static bool WasCut(Exception exception) =>
        DatabaseExceptions.Cause(exception) switch
        {
            PostgresException refused => refused.SqlState.StartsWith("57P", StringComparison.Ordinal),
            { InnerException: IOException or SocketException } => true,
            _ => false,
        };

    private static bool WasVictim(Exception exception) =>
        DatabaseExceptions.Cause(exception)
            is PostgresException
            {
                SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
            };
}
