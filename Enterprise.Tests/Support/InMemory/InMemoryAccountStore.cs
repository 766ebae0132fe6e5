using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Accounts;
using Enterprise.Application.Sessions;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Common;

namespace Enterprise.Tests.Support.InMemory;

internal sealed class InMemoryAccountStore(World world) : IAccountStore
{
    private static readonly LockoutOptions Lockout = new();

    public Task<Result<Unit>> RegisterAsync(NewAccount account, RequestOrigin origin, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (world.Gate)
            return Task.FromResult(Register(account, origin));
    }

    public Task<AccountDetails?> FindAsync(Guid userId, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (world.Gate)
            return Task.FromResult(world.Accounts.TryGetValue(userId, out var account) ? ToDetails(account) : null);
    }

    public Task<bool> RefuseTakenAsync(EmailAddress email, RequestOrigin origin, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (world.Gate)
        {
            var taken = world.IsTaken(email);
            if (taken)
                world.Record(AuditAction.Register, AuditOutcome.EmailTaken, null, null, origin);
            return Task.FromResult(taken);
        }
    }

    public Task<Result<AccountDetails>> ChangeNameAsync(
        Guid userId,
        PersonName name,
        IfMatch ifMatch,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        ct.ThrowIfCancellationRequested();
        lock (world.Gate)
            return Task.FromResult(ChangeName(userId, name, ifMatch, origin));
    }

    public Task<IReadOnlyList<Guid>?> ChangePasswordAsync(
        NewPassword password,
        ProvedAccount proved,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        ct.ThrowIfCancellationRequested();
        lock (world.Gate)
            return Task.FromResult<IReadOnlyList<Guid>?>(ChangePassword(password, proved, origin));
    }

    private Result<AccountDetails> ChangeName(Guid userId, PersonName name, IfMatch ifMatch, RequestOrigin origin)
    {
        if (!world.Accounts.TryGetValue(userId, out var account))
            return AccountFailures.Gone;
        if (!ifMatch.Covers(world.TagOf(account)))
            return RequestFailures.PreconditionFailed;
        var changes = Changed.Of(("name", account.Name?.Value, name.Value));
        account.Name = name;
        world.Touch(account);
        world.Record(AuditAction.ChangeName, AuditOutcome.Succeeded, userId, userId, origin, changes);
        return ToDetails(account);
    }

    private Guid[]? ChangePassword(NewPassword password, ProvedAccount proved, RequestOrigin origin)
    {
        var account = world.Accounts.GetValueOrDefault(password.UserId);
        if (account is not { IsLocked: false } || account.Stamp != password.SecurityStamp)
        {
            world.Record(AuditAction.ChangePassword, AuditOutcome.Refused, null, password.UserId, origin);
            return null;
        }
        account.PasswordHash = password.PasswordHash;
        world.Touch(account);
        account.Stamp = $"stamp {account.State} of {password.UserId}";
        world.Attempts.Succeed(proved, Lockout);
        var ended = world
            .Sessions.Where(session =>
                session.UserId == password.UserId && session.Id != password.SessionId && !session.IsEnded
            )
            .ToArray();
        foreach (var session in ended)
            session.IsEnded = true;
        world.Record(AuditAction.ChangePassword, AuditOutcome.Succeeded, password.UserId, password.UserId, origin);
        return [.. ended.Select(session => session.Id)];
    }

    private Result<Unit> Register(NewAccount account, RequestOrigin origin)
    {
        world.Roles.Demand(account.Roles);
        if (world.IsTaken(account.Email))
        {
            world.Record(account.AuditAction, AuditOutcome.EmailTaken, null, null, origin);
            return AccountFailures.EmailTaken;
        }
        world.Add(account);
        world.Record(account.AuditAction, AuditOutcome.Succeeded, account.Id, account.Id, origin);
        return default(Unit);
    }

    private AccountDetails ToDetails(StoredAccount account) =>
        new(
            account.Registered.Id,
            account.Email.Value,
            account.Name?.Value,
            world.Roles.Names(account.Roles),
            world.Roles.PermissionsOf(account.Roles),
            account.CreatedAt,
            world.TagOf(account)
        );
}
