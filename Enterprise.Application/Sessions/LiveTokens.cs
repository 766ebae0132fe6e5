using Enterprise.Application.Abstractions;

namespace Enterprise.Application.Sessions;

/// <summary>
/// Says of a genuine access token whether what it stands for is still so: from memory while the revocations there are complete,
/// else from the database, and never without either.
/// </summary>
public sealed class LiveTokens(Revocations revocations, ISessionStore sessions)
{
    /// <summary><c>false</c> where its session has ended, its account is locked or gone, or its roles are others by now.</summary>
    public ValueTask<bool> IsLiveAsync(AccessToken token, CancellationToken ct)
    {
        // Asked first: what is complete now was added before. The other way round, a feed that catches up in between would vouch
        // for what was looked up before it had.
        var isComplete = revocations.IsComplete;
        if (revocations.Cover(token))
            return ValueTask.FromResult(false);
        return isComplete ? ValueTask.FromResult(true) : new(sessions.IsLiveAsync(token, ct));
    }
}
