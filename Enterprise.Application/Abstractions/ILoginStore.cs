using Enterprise.Application.Sessions;

namespace Enterprise.Application.Abstractions;

/// <summary>Signing in: the counters that guard it, and every other use of the password, and the session that it opens.</summary>
public interface ILoginStore
{
    /// <summary>
    /// Counts the attempt before anything is verified and reads the account, in one statement, so that parallel guesses
    /// cannot outrun the limit.
    /// </summary>
    Task<LoginAttempt> BeginLoginAsync(LoginKeys keys, RequestOrigin origin, CancellationToken ct);

    /// <summary>
    /// Takes back what an attempt was counted as, because hashing was busy and it was never verified. During a lock-out nothing was added to
    /// the count, so nothing is taken from it: else overload would end a lock-out.
    /// </summary>
    Task ReturnAttemptAsync(LoginAttempt attempt, LoginKeys keys, CancellationToken ct);

    /// <summary>
    /// Opens the session, forgets the failures, renews the stored hash where one is given and writes the audit entry, in
    /// one statement, which also reads what the account may do now. <c>null</c> where the account was locked, deleted or given another password in the meantime.
    /// </summary>
    Task<SessionGrant?> OpenAsync(NewSession session, ProvedAccount proved, RequestOrigin origin, CancellationToken ct);

    /// <summary>
    /// Writes the audit entries of a failed attempt, be it a login or another <paramref name="action"/> that asks for the password;
    /// the attempt itself was counted by <see cref="BeginLoginAsync"/>.
    /// </summary>
    Task RecordFailureAsync(
        LoginAttempt attempt,
        string action,
        string outcome,
        RequestOrigin origin,
        CancellationToken ct
    );
}
