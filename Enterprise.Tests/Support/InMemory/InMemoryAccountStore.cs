using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Accounts;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Common;

namespace Enterprise.Tests.Support.InMemory;

internal sealed class InMemoryAccountStore(World world) : IAccountStore
{
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
            var taken = IsTaken(email);
            if (taken)
                world.Record(AuditAction.Register, AuditOutcome.EmailTaken, null, null, origin);
            return Task.FromResult(taken);
        }
    }

    private bool IsTaken(EmailAddress email) => world.Accounts.Values.Any(stored => stored.Registered.Email == email);

    private Result<Unit> Register(NewAccount account, RequestOrigin origin)
    {
        InMemoryRoles.Demand(account.Roles);
        if (IsTaken(account.Email))
        {
            world.Record(account.AuditAction, AuditOutcome.EmailTaken, null, null, origin);
            return AccountFailures.EmailTaken;
        }
        world.Accounts.Add(
            account.Id,
            new StoredAccount
            {
                Registered = account,
                PasswordHash = account.PasswordHash,
                Stamp = $"stamp of {account.Id}",
                CreatedAt = world.Now,
            }
        );
        world.Record(account.AuditAction, AuditOutcome.Succeeded, account.Id, account.Id, origin);
        return default(Unit);
    }

    private static AccountDetails ToDetails(StoredAccount account) =>
        new(
            account.Registered.Id,
            account.Registered.Email.Value,
            account.Registered.Name?.Value,
            InMemoryRoles.Names(account.Registered.Roles),
            InMemoryRoles.PermissionsOf(account.Registered.Roles),
            account.CreatedAt
        );
}
