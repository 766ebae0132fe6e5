using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Sessions;
using Enterprise.Domain.Audit;

namespace Enterprise.Tests.Support.InMemory;

internal sealed class InMemorySessionStore(World world, InMemoryCredentialThrottle throttle, SessionOptions options)
    : ISessionStore
{
    private const int MaxReplays = 5;

    public Task<RefreshAttempt> RefreshAsync(RefreshToken token, RequestOrigin origin, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (world.Gate)
            return Task.FromResult(Refresh(token, origin));
    }

    public Task<bool> EndAsync(RefreshToken token, RequestOrigin origin, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (world.Gate)
        {
            if (Find(token) is not { IsEnded: false } session)
                return Task.FromResult(false);
            End(session, AuditAction.Logout, origin);
            return Task.FromResult(true);
        }
    }

    public Task<bool> EndAsync(Guid userId, Guid sessionId, RequestOrigin origin, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (world.Gate)
        {
            var session = Open(userId).SingleOrDefault(open => open.Id == sessionId);
            if (session is not null)
                End(session, AuditAction.EndSession, origin);
            return Task.FromResult(session is not null);
        }
    }

    public Task<IReadOnlyList<Guid>> EndAllAsync(Guid userId, RequestOrigin origin, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (world.Gate)
        {
            var ended = world.Sessions.Where(session => session.UserId == userId && !session.IsEnded).ToArray();
            foreach (var session in ended)
                session.IsEnded = true;
            world.Record(AuditAction.LogoutAll, AuditOutcome.Succeeded, userId, userId, origin);
            return Task.FromResult<IReadOnlyList<Guid>>([.. ended.Select(session => session.Id)]);
        }
    }

    public Task<IReadOnlyList<SessionDetails>> ListAsync(Guid userId, int limit, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (world.Gate)
            return Task.FromResult<IReadOnlyList<SessionDetails>>([
                .. Open(userId)
                    .OrderByDescending(session => session.LastUsedAt)
                    .ThenByDescending(session => session.Id)
                    .Take(limit)
                    .Select(session => new SessionDetails(
                        session.Id,
                        session.CreatedAt,
                        session.LastUsedAt,
                        session.Origin.Address,
                        session.Origin.UserAgent
                    )),
            ]);
    }

    public Task<bool> IsLiveAsync(AccessToken token, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (world.Gate)
            return Task.FromResult(
                world.Sessions.Any(session =>
                    session.Id == token.SessionId && session.UserId == token.UserId && !session.IsEnded
                )
                    && world.Accounts.TryGetValue(token.UserId, out var account)
                    && world.Roles.EntitlementsOf(account).Versions.SequenceEqual(token.Entitlements.Versions)
            );
    }

    private RefreshAttempt Refresh(RefreshToken token, RequestOrigin origin)
    {
        if (throttle.Take(origin) is { } wait)
            return new RefreshAttempt(wait, RefreshOutcome.Throttled, null);
        if (Find(token) is not { } session)
            return new RefreshAttempt(null, RefreshOutcome.Unknown, null);
        if (session.IsEnded)
            return new RefreshAttempt(null, RefreshOutcome.Revoked, null);
        if (!IsOpen(session))
            return new RefreshAttempt(null, RefreshOutcome.Expired, null);
        if (session.Generation <= token.Generation)
            return Rotate(session, token, origin);
        var isPredecessor =
            session.Generation == token.Generation + 1
            && options.RefreshLeeway > TimeSpan.Zero
            && session.RotatedAt > world.Now - options.RefreshLeeway;
        if (!isPredecessor)
        {
            session.IsEnded = true;
            world.Record(AuditAction.Refresh, AuditOutcome.ReuseDetected, null, session.UserId, origin);
            return new RefreshAttempt(null, RefreshOutcome.ReuseDetected, null);
        }
        if (session.Replays >= MaxReplays)
            return new RefreshAttempt(null, RefreshOutcome.Exhausted, null);
        session.Replays++;
        session.LastUsedAt = world.Now;
        return Granted(session, RefreshOutcome.Replayed);
    }

    private RefreshAttempt Rotate(StoredSession session, RefreshToken token, RequestOrigin origin)
    {
        (session.Generation, session.Replays) = (token.Generation + 1, 0);
        session.RotatedAt = session.LastUsedAt = world.Now;
        var idle = world.Now + options.IdleLifetime;
        session.IdleExpiresAt = idle < session.AbsoluteExpiresAt ? idle : session.AbsoluteExpiresAt;
        session.Origin = origin;
        return Granted(session, RefreshOutcome.Rotated);
    }

    private RefreshAttempt Granted(StoredSession session, RefreshOutcome outcome) =>
        new(
            null,
            outcome,
            new SessionGrant(
                session.UserId,
                new RefreshToken(session.Id, session.Generation, session.Salt),
                session.IdleExpiresAt - world.Now,
                world.Roles.EntitlementsOf(world.Accounts[session.UserId])
            )
        );

    private void End(StoredSession session, string action, RequestOrigin origin)
    {
        session.IsEnded = true;
        world.Record(action, AuditOutcome.Succeeded, session.UserId, session.UserId, origin);
    }

    private StoredSession? Find(RefreshToken token) =>
        world.Sessions.SingleOrDefault(session =>
            session.Id == token.SessionId && session.Salt.SequenceEqual(token.Salt)
        );

    private IEnumerable<StoredSession> Open(Guid userId) =>
        world.Sessions.Where(session => session.UserId == userId && !session.IsEnded && IsOpen(session));

    private bool IsOpen(StoredSession session) =>
        session.IdleExpiresAt > world.Now && session.AbsoluteExpiresAt > world.Now;
}
