using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Accounts.Avatars;

namespace Enterprise.Tests.Support.InMemory;

/// <summary>Notes what a store is asked, and lets a test do something first.</summary>
internal sealed class WatchedAvatarStore(IAvatarStore store) : IAvatarStore
{
    private readonly Lock gate = new();
    private readonly List<string> calls = [];

    /// <summary>Names of the calls so far, without <c>Async</c>.</summary>
    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (gate)
                return [.. calls];
        }
    }

    /// <summary>Whether what changes something for good could have been called off.</summary>
    public bool CouldBeCanceled { get; private set; }

    /// <summary>Done before a call, which is named.</summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    public async Task<bool> BeginAsync(Guid avatarId, Guid userId, CancellationToken ct)
    {
        await NoteAsync("Begin");
        return await store.BeginAsync(avatarId, userId, ct);
    }

    public async Task<bool> AppendAsync(Guid avatarId, int number, ReadOnlyMemory<byte> chunk, CancellationToken ct)
    {
        await NoteAsync("Append");
        return await store.AppendAsync(avatarId, number, chunk, ct);
    }

    public async Task<bool> CompleteAsync(NewAvatar avatar, RequestOrigin origin, CancellationToken ct)
    {
        CouldBeCanceled |= ct.CanBeCanceled;
        await NoteAsync("Complete");
        return await store.CompleteAsync(avatar, origin, ct);
    }

    public async Task AbandonAsync(Guid avatarId, CancellationToken ct)
    {
        await NoteAsync("Abandon");
        await store.AbandonAsync(avatarId, ct);
    }

    public async Task<AvatarDetails?> FindAsync(
        Guid userId,
        IfNoneMatch known,
        Memory<byte> firstChunk,
        CancellationToken ct
    )
    {
        await NoteAsync("Find");
        return await store.FindAsync(userId, known, firstChunk, ct);
    }

    public async Task<bool> ReadAsync(Guid avatarId, int number, Memory<byte> chunk, CancellationToken ct)
    {
        await NoteAsync("Read");
        return await store.ReadAsync(avatarId, number, chunk, ct);
    }

    public async Task<bool> DeleteAsync(Guid userId, RequestOrigin origin, CancellationToken ct)
    {
        CouldBeCanceled |= ct.CanBeCanceled;
        await NoteAsync("Delete");
        return await store.DeleteAsync(userId, origin, ct);
    }

    private Task NoteAsync(string call)
    {
        lock (gate)
            calls.Add(call);
        return Before(call);
    }
}
