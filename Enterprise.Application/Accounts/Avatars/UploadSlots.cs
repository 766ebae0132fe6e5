using Enterprise.Domain.Common;
using Microsoft.Extensions.Options;

namespace Enterprise.Application.Accounts.Avatars;

/// <summary>
/// Lets a few uploads go on at a time, and one of each user, so that nobody holds all of the places with one account. Who gets no place is
/// told so at once, before a byte of the body is read.
/// </summary>
public sealed class UploadSlots(IOptions<AvatarOptions> options)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly HashSet<Guid> users = [];

    /// <summary>Uploads that go on now.</summary>
    internal int Count
    {
        get
        {
            lock (gate)
                return users.Count;
        }
    }

    /// <summary>Takes a place for as long as it is not disposed of.</summary>
    public Result<UploadSlot> Take(Guid userId)
    {
        lock (gate)
        {
            if (users.Contains(userId))
                return RequestFailures.TooMany(RetryAfter);
            if (users.Count >= options.Value.ConcurrentUploads)
                return RequestFailures.Overloaded;
            users.Add(userId);
            return new UploadSlot(this, userId);
        }
    }

    internal void Free(Guid userId)
    {
        lock (gate)
            users.Remove(userId);
    }
}

/// <summary>The place of an upload.</summary>
public sealed class UploadSlot(UploadSlots slots, Guid userId) : IDisposable
{
    private bool isFree;

    /// <summary>Gives the place to whoever comes next.</summary>
    public void Dispose()
    {
        // A second time it may be somebody else's.
        if (isFree)
            return;
        isFree = true;
        slots.Free(userId);
    }
}
