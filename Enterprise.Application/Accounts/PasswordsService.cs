using Enterprise.Application.Abstractions;
using Enterprise.Application.Authorization;
using Enterprise.Application.Passwords;
using Enterprise.Application.Sessions;
using Enterprise.Application.Validation;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Common;
using Enterprise.Domain.Sessions;
using FluentValidation;

namespace Enterprise.Application.Accounts;

/// <summary>What people do with their own password.</summary>
public sealed class PasswordsService(
    IAccountStore accounts,
    CredentialCheck check,
    PasswordRules passwordRules,
    Revocations revocations,
    SessionMetrics metrics,
    IValidator<ChangePassword> changeRules
)
{
    private const string NewPasswordField = "new_password";

    /// <summary>
    /// Changes the caller's password and ends every session but theirs. The current password is guessed at the cost of a login: by
    /// the same counters, so that a stolen access token gives no more guesses than none.
    /// </summary>
    public async Task<Result<Unit>> ChangeAsync(
        Caller caller,
        ChangePassword message,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        if (changeRules.Check(message) is { } invalid)
            return invalid;
        if (check.IsBusy)
            return PasswordFailures.Busy;
        if (await accounts.FindAsync(caller.UserId, ct) is not { } account)
            return AccountFailures.Gone;
        if (passwordRules.Judge(message.NewPassword, account.Email, account.Name) is { } broken)
            return RequestFailures.Invalid([broken with { Field = NewPasswordField }]);

        _ = EmailAddress.TryParse(account.Email, out var email);
        var credentials = new Credentials(
            email!,
            message.CurrentPassword!,
            AuditAction.ChangePassword,
            AccountFailures.WrongPassword
        );
        return await check.TryAsync(
            credentials,
            origin,
            proved => StoreAsync(caller, proved, message.NewPassword!, origin, ct),
            ct
        );
    }

    /// <summary>Once the hash is made nothing is cancelled: a client that leaves must not decide whether the outcome is known.</summary>
    private async Task<Result<Unit>> StoreAsync(
        Caller caller,
        ProvedAccount proved,
        Secret password,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        var hashed = await check.HashAsync(proved, password, ct);
        if (!hashed.TryGet(out var hash, out var busy))
            return busy;
        var change = new NewPassword(caller.UserId, caller.SessionId, proved.Account.SecurityStamp, hash);
        var ended = await accounts.ChangePasswordAsync(change, proved, origin, CancellationToken.None);
        if (ended is null)
            return AccountFailures.WrongPassword;
        metrics.Ended(SessionEnd.PasswordChanged, ended.Count);
        foreach (var session in ended)
            revocations.Add(Revocation.OfSession(session));
        return default(Unit);
    }
}
