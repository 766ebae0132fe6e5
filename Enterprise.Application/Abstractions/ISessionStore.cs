using Enterprise.Application.Sessions;

namespace Enterprise.Application.Abstractions;

/// <summary>
/// Sessions from their first refresh to their end. A refresh and an end of the same session take the same row, so one comes
/// before the other and never in between. Idle and absolute lifetimes are by the storage's clock.
/// </summary>
public interface ISessionStore
{
    /// <summary>
    /// Spends the token, gives its successor once more, or ends the session and audits that, in one statement; the address's
    /// allowance is taken in the same. Repeating it after a lost answer is safe.
    /// </summary>
    Task<RefreshAttempt> RefreshAsync(RefreshToken token, RequestOrigin origin, CancellationToken ct);

    /// <summary>
    /// Ends the session that a token of any generation belongs to, and audits it; <c>false</c> where there is none or it had ended before.
    /// </summary>
    Task<bool> EndAsync(RefreshToken token, RequestOrigin origin, CancellationToken ct);

    /// <summary>Ends one of a user's sessions and audits it; <c>false</c> where the user has no such session.</summary>
    Task<bool> EndAsync(Guid userId, Guid sessionId, RequestOrigin origin, CancellationToken ct);

    /// <summary>Ends all of a user's sessions and audits it; gives the ids of those that were not ended before.</summary>
    Task<IReadOnlyList<Guid>> EndAllAsync(Guid userId, RequestOrigin origin, CancellationToken ct);

    /// <summary>A user's sessions that could be refreshed now, the last used first; at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<SessionDetails>> ListAsync(Guid userId, int limit, CancellationToken ct);

    /// <summary>
    /// Whether the session of a token is not ended, its account not locked, and its roles as the token says. Asked only while
    /// the revocations in memory are not known to be complete.
    /// </summary>
    Task<bool> IsLiveAsync(AccessToken token, CancellationToken ct);
}
