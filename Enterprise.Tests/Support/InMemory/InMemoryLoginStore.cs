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
            return Task.FromResult(
                new LoginAttempt(
                    null,
                    Count(keys),
                    lockout.MaxFailures,
                    account is null ? null : ToLoginAccount(account)
                )
            );
        }
    }

    public Task ReturnAttemptAsync(LoginKeys keys, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (world.Gate)
            if (world.Attempts.TryGetValue(Key(keys), out var attempt) && attempt.Failures > 0)
                world.Attempts[Key(keys)] = (attempt.Failures - 1, attempt.ForgottenAt);
        return Task.CompletedTask;
    }

    public Task<SessionGrant?> OpenAsync(NewSession session, LoginKeys keys, RequestOrigin origin, CancellationToken ct)
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
                world.Attempts.Remove(Key(keys));
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

    /// <summary>A lock-out is not made longer by world.Attempts during it.</summary>
    private int Count(LoginKeys keys)
    {
        var now = world.Now;
        var (failures, forgottenAt) = world.Attempts.GetValueOrDefault(Key(keys), (0, now));
        var isForgotten = forgottenAt <= now;
        var isLockedOut = !isForgotten && failures >= lockout.MaxFailures;
        failures = isForgotten ? 1 : Math.Min(failures, lockout.MaxFailures) + 1;
        world.Attempts[Key(keys)] = (failures, isLockedOut ? forgottenAt : now + lockout.Duration);
        return failures;
    }

    private static string Key(LoginKeys keys) => Convert.ToHexString(keys.Account);

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
