namespace Enterprise.Application.Sessions;

/// <summary>
/// Something that makes access tokens worthless before they expire. Exactly one of the first three says whose.
/// </summary>
/// <param name="SessionId">Every token of this session.</param>
/// <param name="UserId">The tokens of this user that carry a lower version.</param>
/// <param name="Role">The tokens with this role that carry a lower version of it.</param>
/// <param name="Version">The first version that is good again; none for a session, which has ended for good.</param>
/// <param name="Lifetime">How long a token that it covers could still be about.</param>
public sealed record Revocation(Guid? SessionId, Guid? UserId, string? Role, int Version, TimeSpan Lifetime)
{
    /// <summary>
    /// How long revocations are kept: the longest lifetime that an access token can be given, and a quarter of an hour for clocks
    /// that are off. The database's triggers have the same number.
    /// </summary>
    public static readonly TimeSpan Retention = TimeSpan.FromMinutes(75);

    /// <summary>A session that has just ended.</summary>
    public static Revocation OfSession(Guid sessionId) => new(sessionId, null, null, int.MaxValue, Retention);
}
