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
    IValidator<Register> registerRules,
    IOptions<AccountOptions> options,
    TimeProvider time
)
{
    /// <summary>Makes an account with the role <c>user</c>.</summary>
    public async Task<Result<Registered>> RegisterAsync(Register message, RequestOrigin origin, CancellationToken ct)
    {
        if (registerRules.Check(message) is { } invalid)
            return invalid;
        if (await throttle.TakeAsync(origin, ct) is { } wait)
            return RequestFailures.TooMany(wait);

        var id = Guid.CreateVersion7(time.GetUtcNow());
        // Hashed before the address is looked at, so that a taken one costs the same.
        var hashed = await passwords.HashAsync(id, message.Password!, ct);
        if (!hashed.TryGet(out var hash, out var busy))
            return busy;
        var stored = await accounts.RegisterAsync(NewUser(id, message, hash), origin, ct);
        if (options.Value.ConcealExistence)
            return new Registered(null);
        return stored.Match<Result<Registered>>(_ => new Registered(id), failure => failure);
    }

    /// <summary>The caller's account as stored, which may be newer than their access token.</summary>
    public async Task<Result<Me>> MeAsync(Caller caller, CancellationToken ct) =>
        await accounts.FindAsync(caller.UserId, ct) is { } account
            ? new Me(
                account.Id,
                account.Email,
                account.Name,
                account.Roles,
                account.Permissions,
                account.CreatedAt,
                caller.SessionId
            )
            : AccountFailures.Gone;

    private static NewAccount NewUser(Guid id, Register message, string hash)
    {
        _ = EmailAddress.TryParse(message.Email, out var email);
        _ = PersonName.TryParse(message.Name, out var name);
        return new NewAccount(id, email!, name, hash, [BuiltInRoles.User], AuditAction.Register);
    }
}
