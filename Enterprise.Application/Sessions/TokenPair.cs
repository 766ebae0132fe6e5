using Enterprise.Domain.Common;

namespace Enterprise.Application.Sessions;

/// <summary>The tokens of a session (RFC 6749 section 5.1).</summary>
/// <param name="AccessToken">A JWT for the Authorization header; at most 8 kB.</param>
/// <param name="RefreshToken">An opaque token, good for one refresh.</param>
/// <param name="TokenType">Always <c>Bearer</c> (RFC 6750).</param>
/// <param name="ExpiresIn">Seconds until the access token expires.</param>
/// <param name="RefreshExpiresIn">Seconds until the refresh token expires if it is not used.</param>
/// <param name="SessionId">UUIDv7 of the session.</param>
public sealed record TokenPair(
    Secret AccessToken,
    Secret RefreshToken,
    string TokenType,
    long ExpiresIn,
    long RefreshExpiresIn,
    Guid SessionId
);
