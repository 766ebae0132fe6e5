using Enterprise.Application.Abstractions;
using Enterprise.Application.Passwords;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Common;

namespace Enterprise.Application.Sessions;

/// <summary>
/// Verifies a password wherever one is asked for, with one budget for all of it: every attempt is counted before it is verified,
/// against the network's allowance and for the (account, network) pair, so that no route is an oracle beside another.
/// </summary>
public sealed class CredentialCheck(
    ILoginStore logins,
    PasswordHasher passwords,
    LoginTurns turns,
    LoginFingerprints fingerprints,
    SessionMetrics metrics
)
{
    /// <summary>Whether the next check would be refused at once, asked before anything is done for it.</summary>
    public bool IsBusy => passwords.IsBusy;

    /// <summary>
    /// Does what the password was asked for, once it is proved. Whatever is wrong with address, password or account, the work
    /// and the answer are the same.
    /// </summary>
    public async Task<Result<T>> TryAsync<T>(
        Credentials credentials,
        RequestOrigin origin,
        Func<ProvedAccount, Task<Result<T>>> act,
        CancellationToken ct
    )
    {
        var start = metrics.Now();
        var outcome = LoginOutcome.Failed;
        try
        {
            (var result, outcome) = await CheckAsync(credentials, origin, act, ct);
            return result;
        }
        finally
        {
            metrics.Checked(credentials.Action, outcome, start);
        }
    }

    private async Task<(Result<T> Result, string Outcome)> CheckAsync<T>(
        Credentials credentials,
        RequestOrigin origin,
        Func<ProvedAccount, Task<Result<T>>> act,
        CancellationToken ct
    )
    {
        if (IsBusy)
            return (PasswordFailures.Busy, LoginOutcome.Busy);
        var keys = fingerprints.Keys(credentials.Email, origin.Network);
        // Kept until it has acted: an attempt counts as a failure until then.
        using var turn = await turns.TakeAsync(keys.Account, ct);
        if (turn is null)
            return (PasswordFailures.Busy, LoginOutcome.Busy);

        var attempt = await logins.BeginLoginAsync(keys, origin, ct);
        if (attempt.Wait is { } wait)
            return (RequestFailures.TooManyCredentials(wait), LoginOutcome.Throttled);
        // It can no longer succeed, so nobody has to wait for what becomes of it.
        if (attempt.IsLockedOut)
            turn.Dispose();
        var verified = await OrReturnAsync(attempt, keys, () => VerifyAsync(attempt, credentials.Password, ct));
        if (!verified.TryGet(out var verification, out var busy))
            return (busy, LoginOutcome.Busy);
        if (Judge(attempt, verification) is { } outcome)
        {
            await logins.RecordFailureAsync(attempt, credentials.Action, outcome, origin, CancellationToken.None);
            return (credentials.Refusal, outcome);
        }
        var result = await act(new ProvedAccount(attempt, keys, verification.Renewed));
        return (result, Judge(result.Failure));
    }

    /// <summary>Hashes another password for the account. Where that cannot be, the attempt that proved the old one is not counted.</summary>
    public Task<Result<string>> HashAsync(ProvedAccount proved, Secret password, CancellationToken ct) =>
        OrReturnAsync(proved.Attempt, proved.Keys, () => passwords.HashAsync(proved.Account.UserId, password, ct));

    /// <summary>An account that may not be used is verified against the dummy: the same work, and no match.</summary>
    private Task<Result<PasswordVerification>> VerifyAsync(
        LoginAttempt attempt,
        Secret password,
        CancellationToken ct
    ) =>
        attempt is { IsLockedOut: false, Account: { IsLocked: false } account }
            ? passwords.VerifyAsync(account.UserId, account.PasswordHash, password, ct)
            : passwords.VerifyAsync(Guid.Empty, null, password, ct);

    /// <summary>Hashes, or takes the attempt back.</summary>
    private async Task<Result<T>> OrReturnAsync<T>(LoginAttempt attempt, LoginKeys keys, Func<Task<Result<T>>> hash)
    {
        var isHashed = false;
        try
        {
            var result = await hash();
            isHashed = result.Failure is null;
            return result;
        }
        finally
        {
            // What was never hashed must not count, and not tied to the client, whose leaving may be why.
            if (!isHashed)
                await logins.ReturnAttemptAsync(attempt, keys, CancellationToken.None);
        }
    }

    /// <summary>Of a password that was right.</summary>
    private static string Judge(Failure? failure) =>
        failure is null ? LoginOutcome.Succeeded
        : ReferenceEquals(failure, PasswordFailures.Busy) ? LoginOutcome.Busy
        : LoginOutcome.Overtaken;

    /// <summary>What is wrong, as the audit trail calls it; <c>null</c> where nothing is.</summary>
    private static string? Judge(LoginAttempt attempt, PasswordVerification verification) =>
        attempt switch
        {
            { IsLockedOut: true } => AuditOutcome.LockedOut,
            { Account: null } => AuditOutcome.UnknownAccount,
            { Account.IsLocked: true } => AuditOutcome.AccountLocked,
            _ => verification.Matches ? null : AuditOutcome.WrongPassword,
        };
}
