using Enterprise.Application.Sessions.Keys;

namespace Enterprise.Application.Sessions;

/// <summary>A token that passed every check, and what has to be asked again each time.</summary>
/// <param name="Hash">Of the token as it was sent.</param>
/// <param name="Key">The key that verified it.</param>
/// <param name="NotBefore">The claim <c>nbf</c>.</param>
internal sealed record ValidatedToken(TokenHash Hash, SigningKey Key, DateTimeOffset NotBefore, AccessToken Token)
{
    /// <summary>It was issued for no longer than revocations are kept.</summary>
    public bool IsShortLived =>
        Token.ExpiresAt - Token.IssuedAt <= TimeSpan.FromMinutes(SessionOptions.MaxAccessMinutes);

    /// <summary>Within its time, give or take the skew (RFC 7519 sections 4.1.4 to 4.1.6).</summary>
    public bool IsGoodAt(DateTimeOffset now) =>
        // The skew is taken from now, because the last time there is cannot be added to.
        now - AccessTokenReader.Skew
            < Token.ExpiresAt
        && NotBefore <= now + AccessTokenReader.Skew
        && Token.IssuedAt <= now + AccessTokenReader.Skew
        && Token.IssuedAt < Token.ExpiresAt;
}
