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
            null => exception is SocketException or TimeoutException ? Unavailable : null,
        };

    private static Failure? Translate(string state) =>
        state switch
        {
            PostgresErrorCodes.UniqueViolation
            or PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.DeadlockDetected => Conflict,
            "22021"
            or "22P02"
            or "22P05"
            or "22001"
            or "22003"
            or "22008"
            or "2201B"
            or "2201W"
            or "2201X"
            or "54000" => Unstorable,
            // 25006: a primary that became a standby; 57014: the statement ran into its time limit.
            "25006" or "57014" or "55P03" => Unavailable,
            _ when state.StartsWith("53", StringComparison.Ordinal) => Unavailable,
            _ when state.StartsWith("57P", StringComparison.Ordinal) => Unavailable,
            _ when state.StartsWith("08", StringComparison.Ordinal) => Unavailable,
            // No such database or role, or not migrated yet, or rights that apply has not granted: for a client it is away; the
            // log says which.
            "3D000" or "28000" or "28P01" or "42P01" or "42703" or "42501" => Unavailable,
            _ => null,
        };
}
