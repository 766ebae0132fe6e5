using System.Security.Cryptography;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Passwords;
using Enterprise.Application.Validation;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Common;
using Enterprise.Domain.Sessions;
using FluentValidation;

namespace Enterprise.Application.Sessions;

/// <summary>Signing in.</summary>
public sealed class LoginService(
    CredentialCheck check,
    ILoginStore logins,
    TokenPairs tokens,
    IValidator<Login> loginRules,
    PasswordMetrics metrics,
    TimeProvider time
)
{
    /// <summary>
    /// Opens a session. Whatever is wrong with address, password or account, the work and the answer are the same.
    /// </summary>
    public async Task<Result<TokenPair>> LoginAsync(Login message, RequestOrigin origin, CancellationToken ct)
    {
        if (loginRules.Check(message) is { } invalid)
            return invalid;
        _ = EmailAddress.TryParse(message.Email, out var email);
        var credentials = new Credentials(email!, message.Password!, AuditAction.Login, SessionFailures.BadCredentials);
        return await check.TryAsync(credentials, origin, proved => OpenAsync(proved, origin), ct);
    }

    /// <summary>From here on nothing is cancelled: a client that goes away must not leave half a session.</summary>
    private async Task<Result<TokenPair>> OpenAsync(ProvedAccount proved, RequestOrigin origin)
    {
        var first = new RefreshToken(
            Guid.CreateVersion7(time.GetUtcNow()),
            RefreshToken.FirstGeneration,
            RandomNumberGenerator.GetBytes(RefreshToken.SaltBytes)
        );
        var session = new NewSession(
            first,
            proved.Account.UserId,
            proved.Account.SecurityStamp,
            proved.RenewedPasswordHash
        );
        if (await logins.OpenAsync(session, proved, origin, CancellationToken.None) is not { } grant)
            return SessionFailures.BadCredentials;
        // Stored with the session or not at all.
        if (session.RenewedPasswordHash is not null)
            metrics.Renewed();
        return tokens.Write(grant);
    }
}
