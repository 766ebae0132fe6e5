using Enterprise.Domain.Common;

namespace Enterprise.Domain.Sessions;

/// <summary>Refusals of the Sessions slice.</summary>
public static class SessionFailures
{
    /// <summary>
    /// The one answer to a failed login: an unknown address, a wrong password, a locked account and too many failures
    /// must not be told apart (OWASP Authentication Cheat Sheet, "Authentication and Error Messages").
    /// </summary>
    public static readonly Failure BadCredentials = new(
        FailureKind.Unauthenticated,
        "sessions.bad_credentials",
        "The e-mail address or the password is wrong, or the account cannot be used at the moment."
    );

    /// <summary>
    /// The one answer to a refresh token that is not good: forged, spent, expired or of an ended session must not be told apart.
    /// </summary>
    public static readonly Failure InvalidRefreshToken = new(
        FailureKind.Unauthenticated,
        "sessions.invalid_refresh_token",
        "The refresh token is not valid; sign in again."
    );
}
