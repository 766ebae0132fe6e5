namespace Enterprise.Application.Sessions;

/// <summary>How a refresh ended; told to operators, while clients get one refusal for all but the first two.</summary>
public enum RefreshOutcome
{
    /// <summary>The token was good and is spent now.</summary>
    Rotated,

    /// <summary>The token was spent a moment ago and its successor not used yet: the same successor again.</summary>
    Replayed,

    /// <summary>The token was spent before; the session is ended.</summary>
    ReuseDetected,

    /// <summary>The session was not used for too long, or was as old as a session can get.</summary>
    Expired,

    /// <summary>The session was ended before its time.</summary>
    Revoked,

    /// <summary>The successor of a spent token was asked for too often; the session goes on.</summary>
    Exhausted,

    /// <summary>There is no such session, or none any more.</summary>
    Unknown,

    /// <summary>This is no token of ours; the storage was not asked.</summary>
    Malformed,

    /// <summary>The network used up its allowance; the token was not looked at.</summary>
    Throttled,

    /// <summary>The database was away, the client left, or there is a bug: nothing is known of the token.</summary>
    Failed,
}

/// <summary>What the storage made of a refresh token.</summary>
/// <param name="Wait">How long the address has to wait; <c>null</c> where it may go on.</param>
/// <param name="Grant">What the successor is made of; only where the outcome is one of the first two.</param>
public sealed record RefreshAttempt(TimeSpan? Wait, RefreshOutcome Outcome, SessionGrant? Grant);
