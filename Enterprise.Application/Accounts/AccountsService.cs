using Enterprise.Application.Abstractions;
using Enterprise.Application.Authorization;
using Enterprise.Application.Passwords;
using Enterprise.Application.Validation;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Common;
using Enterprise.Domain.Roles;
using FluentValidation;
using Microsoft.Extensions.Options;

namespace Enterprise.Application.Accounts;

/// <summary>What people do with their own account.</summary>
public sealed class AccountsService(
    IAccountStore accounts,
    ICredentialThrottle throttle,
    PasswordHasher passwords,
    RegisterTurns turns,
    IValidator<Register> registerRules,
    IValidator<ChangeName> nameRules,
    IOptions<AccountOptions> options,
    TimeProvider time
)
{
    /// <summary>Makes an account with the role <c>user</c>.</summary>
    public async Task<Result<Registered>> RegisterAsync(Register message, RequestOrigin origin, CancellationToken ct)
    {
        if (registerRules.Check(message) is { } invalid)
            return invalid;
        if (passwords.IsBusy)
            return PasswordFailures.Busy;
        if (await throttle.TakeAsync(origin, ct) is { } wait)
            return RequestFailures.TooManyCredentials(wait);

        _ = EmailAddress.TryParse(message.Email, out var email);
        using var turn = await turns.TakeAsync(email!, ct);
        if (turn is null)
            return PasswordFailures.Busy;
        return options.Value.ConcealExistence
            ? await RegisterConcealedAsync(email!, message, origin, ct)
            : await RegisterOpenlyAsync(email!, message, origin, ct);
    }

    /// <summary>The status tells that an address is taken, so a hash would hide nothing.</summary>
    private async Task<Result<Registered>> RegisterOpenlyAsync(
        EmailAddress email,
        Register message,
        RequestOrigin origin,
        CancellationToken ct
    ) =>
        await accounts.RefuseTakenAsync(email, origin, ct)
            ? AccountFailures.EmailTaken
            : await StoreAsync(email, message, origin, ct);

    /// <summary>Hashed before the address is looked at, and answered alike: a taken one takes the same time.</summary>
    private async Task<Result<Registered>> RegisterConcealedAsync(
        EmailAddress email,
        Register message,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        var stored = await StoreAsync(email, message, origin, ct);
        return stored.TryGet(out _, out var failure) || failure == AccountFailures.EmailTaken
            ? new Registered(null)
            : failure;
    }

    private async Task<Result<Registered>> StoreAsync(
        EmailAddress email,
        Register message,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        var id = Guid.CreateVersion7(time.GetUtcNow());
        var hashed = await passwords.HashAsync(id, message.Password!, ct);
        if (!hashed.TryGet(out var hash, out var busy))
            return busy;
        _ = PersonName.TryParse(message.Name, out var name);
        var account = new NewAccount(id, email, name, hash, [BuiltInRoles.User], AuditAction.Register);
        var stored = await accounts.RegisterAsync(account, origin, ct);
        return stored.Match<Result<Registered>>(_ => new Registered(id), failure => failure);
    }

    /// <summary>The caller's account as stored, which may be newer than their access token.</summary>
    public async Task<Result<Tagged<Me>>> MeAsync(Caller caller, CancellationToken ct) =>
        await accounts.FindAsync(caller.UserId, ct) is { } account ? ToMe(account, caller) : AccountFailures.Gone;

    /// <summary>Changes the caller's name where their account is still in the state that they read.</summary>
    public async Task<Result<Tagged<Me>>> ChangeNameAsync(
        Caller caller,
        ChangeName message,
        IfMatch ifMatch,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        if (nameRules.Check(message) is { } invalid)
            return invalid;
        if (ifMatch.IsMissing)
            return RequestFailures.PreconditionRequired;
        if (await throttle.TakeAsync(origin, ct) is { } wait)
            return RequestFailures.TooManyCredentials(wait);
        ct.ThrowIfCancellationRequested();
        _ = PersonName.TryParse(message.Name, out var name);
        // Not tied to the client from here on, so that a change is not left in doubt.
        var changed = await accounts.ChangeNameAsync(caller.UserId, name!, ifMatch, origin, CancellationToken.None);
        return changed.Match<Result<Tagged<Me>>>(account => ToMe(account, caller), failure => failure);
    }

    private static Tagged<Me> ToMe(AccountDetails account, Caller caller) =>
        new(
            new Me(
                account.Id,
                account.Email,
                account.Name,
                account.Roles,
                account.Permissions,
                account.CreatedAt,
                caller.SessionId
            ),
            account.Tag
        );
}
