using System.Net.Sockets;
using Enterprise.Application.Abstractions;
using Enterprise.Domain.Common;
using Npgsql;

namespace Enterprise.Persistence.Database;

/// <summary>
/// Says what a client is told when the database refuses or is away (PostgreSQL manual, appendix A, "Error Codes"). Violations
/// of named constraints are handled where they are expected; one that gets here is a conflict without a better name.
/// </summary>
internal sealed class DatabaseFailureMap : IDatabaseFailureMap
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private static readonly Failure Unavailable = new(
        FailureKind.Unavailable,
        "database.unavailable",
        "The database does not answer at the moment; try again."
    )
    {
        RetryAfter = RetryAfter,
    };

    private static readonly Failure Conflict = new(
        FailureKind.Conflict,
        "request.conflict",
        "Another request changed the same thing; read it again."
    );

    private static readonly Failure Unstorable = new(
        FailureKind.Invalid,
        "request.invalid",
        "The request holds a value that cannot be stored."
    );

    public Failure? Translate(Exception exception) =>
        DatabaseExceptions.Cause(exception) switch
        {
            PostgresException refused => Translate(refused.SqlState),
            { } => Unavailable,
            null => exception is SocketException or TimeoutException or DatabaseAwayException ? Unavailable : null,
        };

    public string Reason(Exception exception) =>
        DatabaseExceptions.Cause(exception) switch
        {
            // What is wrong with a value is said with the value.
            PostgresException refused when Is(refused.SqlState, "22") => $"{refused.SqlState}: a value is refused",
            PostgresException refused => $"{refused.SqlState}: {refused.MessageText}",
            _ => exception.GetBaseException().Message,
        };

    private static Failure? Translate(string state) =>
        state switch
        {
            // 23503, 23P01: what it refers to has gone, or something else has taken its place, since it was looked at.
            PostgresErrorCodes.UniqueViolation
            or PostgresErrorCodes.ForeignKeyViolation
            or PostgresErrorCodes.ExclusionViolation
            or PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.DeadlockDetected => Conflict,
            "22001"
            or "22003"
            or "22007"
            or "22008"
            or "22021"
            or "22025"
            or "22P02"
            or "22P03"
            or "22P05"
            or "2201B"
            or "2201W"
            or "2201X" => Unstorable,
            // A primary that became a standby; a statement that ran into its time limit, a lock that was not to be had; transactions that the
            // server ended; completion unknown; a plan, or a statement prepared through a pooler, that is not good any more.
            "25006" or "57014" or "55P03" or "25P03" or "25P04" or "40003" or "0A000" or "26000" => Unavailable,
            // No such database, schema or role, not migrated yet, or rights that apply has not granted: for a client it is away; the log says
            // which.
            "3D000" or "3F000" or "28000" or "28P01" or "42P01" or "42703" or "42883" or "42501" => Unavailable,
            // By class: limits of a value, then connections, resources, what operators do, and the machine below.
            _ when Is(state, "54") => Unstorable,
            _ when Is(state, "08") || Is(state, "53") || Is(state, "57P") || Is(state, "58") || Is(state, "XX") =>
                Unavailable,
            _ => null,
        };

    private static bool Is(string state, string family) => state.StartsWith(family, StringComparison.Ordinal);
}
