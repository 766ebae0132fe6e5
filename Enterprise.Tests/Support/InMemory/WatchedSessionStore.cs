using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Sessions;

namespace Enterprise.Tests.Support.InMemory;

/// <summary>Notes whether what changes something could have been called off.</summary>
internal sealed class WatchedSessionStore(ISessionStore store) : ISessionStore
{
    public List<bool> CouldBeCanceled { get; } = [];

    public Task<RefreshAttempt> RefreshAsync(RefreshToken token, RequestOrigin origin, CancellationToken ct) =>
        store.RefreshAsync(token, origin, Note(ct));

    public Task<bool> EndAsync(RefreshToken token, RequestOrigin origin, CancellationToken ct) =>
        store.EndAsync(token, origin, Note(ct));

    public Task<bool> EndAsync(Guid userId, Guid sessionId, RequestOrigin origin, CancellationToken ct) =>
        store.EndAsync(userId, sessionId, origin, Note(ct));

    public Task<IReadOnlyList<Guid>> EndAllAsync(Guid userId, RequestOrigin origin, CancellationToken ct) =>
        store.EndAllAsync(userId, origin, Note(ct));

    public Task<IReadOnlyList<SessionDetails>> ListAsync(Guid userId, int limit, CancellationToken ct) =>
        store.ListAsync(userId, limit, ct);

    public Task<bool> IsLiveAsync(AccessToken token, CancellationToken ct) => store.IsLiveAsync(token, ct);

    private CancellationToken Note(CancellationToken ct)
    {
        CouldBeCanceled.Add(ct.CanBeCanceled);
        return ct;
    }
}
