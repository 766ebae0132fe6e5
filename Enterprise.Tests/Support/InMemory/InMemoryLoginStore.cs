using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Sessions;
using Enterprise.Domain.Audit;

namespace Enterprise.Tests.Support.InMemory;

internal sealed class InMemoryLoginStore(
    World world,
    InMemoryCredentialThrottle throttle,
    LockoutOptions lockout,
    SessionOptions options
) : ILoginStore
{
    public Task<LoginAttempt> BeginLoginAsync(LoginKeys keys, RequestOrigin origin, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (world.Gate)
        {
            if (throttle.Take(origin) is { } wait)
                return Task.FromResult(new LoginAttempt(wait, 0, lockout.MaxFailures, null));
            var account = world.Accounts.Values.SingleOrDefault(stored => stored.Email == keys.Email);
            var (pair, strangers) = world.Attempts.Count(keys, lockout);
            return Task.FromResult(
                new LoginAttempt(null, pair, lockout.MaxFailures, account is null ? null : ToLoginAccount(account))
                {
                    StrangerFailures = strangers,
                    MaxStrangerFailures = lockout.MaxFailuresOfStrangers,
                }
            );
        }
    }

    public Task ReturnAttemptAsync(LoginAttempt attempt, LoginKeys keys, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (world.Gate)
        {
            if (attempt.IsCounted)
                world.Attempts.Return(keys.Account);
            if (attempt.IsCountedAsStranger)
                world.Attempts.Return(keys.Strangers);
        }
        return Task.CompletedTask;
    }

    public Task<SessionGrant?> OpenAsync(
        NewSession session,
        ProvedAccount proved,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        ct.ThrowIfCancellationRequested();
        lock (world.Gate)
        {
            var account = world.Accounts.GetValueOrDefault(session.UserId);
            var opens = account is { IsLocked: false } && account.Stamp == session.SecurityStamp;
            if (opens)
            {
                account!.PasswordHash = session.RenewedPasswordHash ?? account.PasswordHash;
                world.Sessions.Add(ToStored(session, origin));
                world.Attempts.Succeed(proved, lockout);
            }
            world.Record(
                AuditAction.Login,
                opens ? AuditOutcome.Succeeded : AuditOutcome.Refused,
                opens ? session.UserId : null,
                session.UserId,
                origin
            );
            return Task.FromResult(
                opens
                    ? new SessionGrant(
                        session.UserId,
                        session.First,
                        options.IdleLifetime,
                        world.Roles.EntitlementsOf(account!)
                    )
                    : null
            );
        }
    }

    public Task RecordFailureAsync(
        LoginAttempt attempt,
        string action,
        string outcome,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        ct.ThrowIfCancellationRequested();
        lock (world.Gate)
        {
            world.Record(action, outcome, null, attempt.Account?.UserId, origin);
            if (attempt.IsLast)
                world.Record(AuditAction.Lockout, AuditOutcome.LockedOut, null, attempt.Account?.UserId, origin);
        }
        return Task.CompletedTask;
    }

    private static LoginAccount ToLoginAccount(StoredAccount account) =>
        new(account.Registered.Id, account.PasswordHash, account.Stamp, account.IsLocked);

    private StoredSession ToStored(NewSession session, RequestOrigin origin) =>
        new()
        {
            Id = session.Id,
            UserId = session.UserId,
            Salt = session.First.Salt,
            Generation = session.First.Generation,
            CreatedAt = world.Now,
            LastUsedAt = world.Now,
            IdleExpiresAt = world.Now + options.IdleLifetime,
            AbsoluteExpiresAt = world.Now + options.AbsoluteLifetime,
            Origin = origin,
        };
}
