using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Accounts.Avatars;
using Enterprise.Domain.Audit;

namespace Enterprise.Tests.Support.InMemory;

internal sealed class InMemoryAvatarStore(World world) : IAvatarStore
{
    private readonly Dictionary<Guid, Stored> avatars = [];

    /// <summary>Of a user: pictures and uploads, and the chunks of all of them.</summary>
    public (int Avatars, int Chunks) CountOf(Guid userId)
    {
        lock (world.Gate)
        {
            var found = Of(userId).ToArray();
            return (found.Length, found.Sum(avatar => avatar.Chunks.Count));
        }
    }

    public Task<bool> BeginAsync(Guid avatarId, Guid userId, CancellationToken ct) =>
        DoAsync(() => IsThere(userId) && avatars.TryAdd(avatarId, new Stored(userId)), ct);

    public Task<bool> AppendAsync(Guid avatarId, int number, ReadOnlyMemory<byte> chunk, CancellationToken ct) =>
        DoAsync(
            () =>
            {
                if (Pending(avatarId) is not { } pending)
                    return false;
                Assert.That(number, Is.EqualTo(pending.Chunks.Count));
                pending.Chunks.Add(chunk.ToArray());
                return true;
            },
            ct
        );

    public Task<bool> CompleteAsync(NewAvatar avatar, RequestOrigin origin, CancellationToken ct) =>
        DoAsync(
            () =>
            {
                if (Pending(avatar.Id) is not { } pending || pending.UserId != avatar.UserId)
                    return false;
                if (world.Accounts[avatar.UserId].IsLocked)
                    return false;
                RemoveStored(avatar.UserId);
                pending.Details = new AvatarDetails(avatar.Id, avatar.Facts.ContentType, avatar.Size, avatar.Tag);
                Record(AuditAction.ChangeAvatar, avatar.UserId, origin);
                return true;
            },
            ct
        );

    public Task AbandonAsync(Guid avatarId, CancellationToken ct) =>
        DoAsync(() => Pending(avatarId) is not null && avatars.Remove(avatarId), ct);

    public Task<AvatarDetails?> FindAsync(
        Guid userId,
        IfNoneMatch known,
        Memory<byte> firstChunk,
        CancellationToken ct
    ) =>
        DoAsync(
            () =>
            {
                if (Of(userId).SingleOrDefault(avatar => avatar.Details is not null) is not { } found)
                    return null;
                if (!known.Covers(found.Details!.Tag))
                    found.Chunks[0].CopyTo(firstChunk);
                return found.Details;
            },
            ct
        );

    public Task<bool> ReadAsync(Guid avatarId, int number, Memory<byte> chunk, CancellationToken ct) =>
        DoAsync(
            () =>
            {
                if (!avatars.TryGetValue(avatarId, out var found) || !IsThere(found.UserId))
                    return false;
                if (number >= found.Chunks.Count)
                    return false;
                found.Chunks[number].CopyTo(chunk);
                return true;
            },
            ct
        );

    public Task<bool> DeleteAsync(Guid userId, RequestOrigin origin, CancellationToken ct) =>
        DoAsync(
            () =>
            {
                if (!RemoveStored(userId))
                    return false;
                Record(AuditAction.DeleteAvatar, userId, origin);
                return true;
            },
            ct
        );

    private Task<T> DoAsync<T>(Func<T> statement, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (world.Gate)
            return Task.FromResult(statement());
    }

    /// <summary>What belongs to an account that is gone is gone with it.</summary>
    private bool IsThere(Guid userId) => world.Accounts.ContainsKey(userId);

    private IEnumerable<Stored> Of(Guid userId) =>
        avatars.Values.Where(avatar => avatar.UserId == userId && IsThere(userId));

    private Stored? Pending(Guid avatarId) =>
        avatars.TryGetValue(avatarId, out var found) && found.Details is null && IsThere(found.UserId) ? found : null;

    private bool RemoveStored(Guid userId)
    {
        var stored = avatars
            .Where(avatar => avatar.Value.UserId == userId && avatar.Value.Details is not null)
            .Select(avatar => avatar.Key)
            .ToArray();
        foreach (var id in stored)
            avatars.Remove(id);
        return stored.Length > 0;
    }

    private void Record(string action, Guid userId, RequestOrigin origin) =>
        world.Record(action, AuditOutcome.Succeeded, userId, userId, origin);

    private sealed class Stored(Guid userId)
    {
        public Guid UserId { get; } = userId;

        public List<byte[]> Chunks { get; } = [];

        public AvatarDetails? Details { get; set; }
    }
}
