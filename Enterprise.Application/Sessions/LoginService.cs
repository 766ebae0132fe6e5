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
    ILoginStore logins,
    PasswordHasher passwords,
    LoginTurns turns,
    LoginFingerprints fingerprints,
    TokenPairs tokens,
    IValidator<Login> loginRules,
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
        if (passwords.IsBusy)
            return PasswordFailures.Busy;
        _ = EmailAddress.TryParse(message.Email, out var email);
        var keys = new LoginKeys(email!, fingerprints.Account(email!, origin.Network));
        using var turn = await turns.TakeAsync(keys.Account, ct);
        if (turn is null)
            return PasswordFailures.Busy;

        var attempt = await logins.BeginLoginAsync(keys, origin, ct);
        if (attempt.Wait is { } wait)
            return RequestFailures.TooMany(wait);
        // It can no longer succeed, so nobody has to wait for what becomes of it.
        if (attempt.IsLockedOut)
            turn.Dispose();
        var verified = await VerifyAsync(attempt, keys, message.Password!, ct);
        if (!verified.TryGet(out var verification, out var busy))
            return busy;
        if (Judge(attempt, verification) is { } refusal)
        {
            await logins.RecordFailureAsync(attempt, refusal, origin, CancellationToken.None);
            return SessionFailures.BadCredentials;
        }
        return await OpenAsync(attempt.Account!, verification, keys, origin);
    }

    /// <summary>An account that may not sign in is verified against the dummy: the same work, and no match.</summary>
    private async Task<Result<PasswordVerification>> VerifyAsync(
        LoginAttempt attempt,
        LoginKeys keys,
        Secret password,
        CancellationToken ct
    )
    {
        var isVerified = false;
        try
        {
            var result = attempt is { IsLockedOut: false, Account: { IsLocked: false } account }
                ? await passwords.VerifyAsync(account.UserId, account.PasswordHash, password, ct)
                : await passwords.VerifyAsync(Guid.Empty, null, password, ct);
            isVerified = result.Failure is null;
            return result;
        }
        finally
        {
            // What was never verified must not count, and not tied to the client, whose leaving may be why. During a lock-out
            // nothing was added to the count, so nothing may be taken from it: else overload would end a lock-out.
            if (!isVerified && !attempt.IsLockedOut)
                await logins.ReturnAttemptAsync(keys, CancellationToken.None);
        }
    }

    private static string? Judge(LoginAttempt attempt, PasswordVerification verification) =>
        attempt switch
        {
            { IsLockedOut: true } => AuditOutcome.LockedOut,
            { Account: null } => AuditOutcome.UnknownAccount,
            { Account.IsLocked: true } => AuditOutcome.AccountLocked,
            _ => verification.Matches ? null : AuditOutcome.WrongPassword,
        };

    /// <summary>From here on nothing is cancelled: a client that goes away must not leave half a session.</summary>
    private async Task<Result<TokenPair>> OpenAsync(
        LoginAccount account,
        PasswordVerification verification,
        LoginKeys keys,
        RequestOrigin origin
    )
    {
        var first = new RefreshToken(
            Guid.CreateVersion7(time.GetUtcNow()),
            RefreshToken.FirstGeneration,
            RandomNumberGenerator.GetBytes(RefreshToken.SaltBytes)
        );
        var session = new NewSession(first, account.UserId, account.SecurityStamp, verification.Renewed);
        return await logins.OpenAsync(session, keys, origin, CancellationToken.None) is { } grant
            ? tokens.Write(grant)
            : SessionFailures.BadCredentials;
    }
}
