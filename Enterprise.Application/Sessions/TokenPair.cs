using Enterprise.Domain.Common;

namespace Enterprise.Application.Sessions;

/// <summary>The tokens of a session (RFC 6749 section 5.1).</summary>
/// <param name="AccessToken" example="eyJhbGciOiJI.eyJpc3MiOiJl.UNhY4JhezH9g">A JWT for the Authorization header; at most 8 kB.</param>
/// <param name="RefreshToken" example="AZejwkTnewCAAAAAAAAAAgAAAAEC2Yh5kVb1m0cHq3NfRt8e1eP0XcKqv4o1m8Gz5nTq3iYb7wQkq2bYx0fDg5c6ZJw">An opaque token of 91 characters, good for one refresh.</param>
/// <param name="TokenType" example="Bearer">Always <c>Bearer</c> (RFC 6750).</param>
/// <param name="ExpiresIn" example="600">Seconds until the access token expires.</param>
/// <param name="RefreshExpiresIn" example="604800">Seconds until the refresh token expires if it is not used.</param>
/// <param name="SessionId" example="0197a3c4-0f2e-7b61-8d3c-2a1b0c9d8e7f">UUIDv7 of the session.</param>
public sealed record TokenPair(
    Secret AccessToken,
    Secret RefreshToken,
    string TokenType,
    long ExpiresIn,
    long RefreshExpiresIn,
    Guid SessionId
);
