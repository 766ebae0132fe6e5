using Enterprise.Application.Sessions;

namespace Enterprise.Application.Abstractions;

/// <summary>Sessions, and the counters that guard them, as the Sessions slice needs them.</summary>
public interface ISessionStore
{
    /// <summary>
    /// Counts the attempt before anything is verified and reads the account, in one statement, so that parallel guesses
    /// cannot outrun the limit.
    /// </summary>
    Task<LoginAttempt> BeginLoginAsync(LoginKeys keys, RequestOrigin origin, CancellationToken ct);

    /// <summary>Takes back an attempt that was counted but never verified, because hashing was busy.</summary>
    Task ReturnAttemptAsync(LoginKeys keys, CancellationToken ct);

    /// <summary>
    /// Opens the session, forgets the failures, renews the stored hash where one is given and writes the audit entry, in
    /// one statement. <c>false</c> where the account was locked, deleted or given another password in the meantime.
    /// </summary>
    Task<bool> OpenAsync(NewSession session, LoginKeys keys, RequestOrigin origin, CancellationToken ct);

    /// <summary>Writes the audit entries of a failed login; the attempt itself was counted by <see cref="BeginLoginAsync"/>.</summary>
    Task RecordFailureAsync(LoginAttempt attempt, string outcome, RequestOrigin origin, CancellationToken ct);
}
