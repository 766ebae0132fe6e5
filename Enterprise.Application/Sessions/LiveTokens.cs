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
        if (revocations.Cover(token))
            return ValueTask.FromResult(false);
        return revocations.IsComplete ? ValueTask.FromResult(true) : new(sessions.IsLiveAsync(token, ct));
    }
}
