using System.Runtime.InteropServices;
using Enterprise.Domain.Common;
using Microsoft.Extensions.Options;

namespace Enterprise.Application.Accounts.Avatars;

/// <summary>
/// Lets so many downloads go on at a time: each holds a chunk in memory for as long as its client takes, and a client may be slow. No
/// account has more than an eighth of them, or two, so that nobody holds them all with one.
/// </summary>
public sealed class DownloadSlots(IOptions<AvatarOptions> options)
{
    private const int Share = 8;
    private const int LeastShare = 2;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, int> users = [];
    private int taken;

    /// <summary>Downloads that go on now.</summary>
    internal int Count
    {
        get
        {
            lock (gate)
                return taken;
        }
    }

    /// <summary>How long one may take.</summary>
    internal TimeSpan Limit => options.Value.DownloadTime;

    /// <summary>Takes a place for as long as it is not disposed of.</summary>
    internal Result<DownloadSlot> Take(Guid userId)
    {
        var all = options.Value.ConcurrentDownloads;
        lock (gate)
        {
            if (taken >= all)
                return RequestFailures.Overloaded;
            ref var own = ref CollectionsMarshal.GetValueRefOrAddDefault(users, userId, out _);
            if (own >= Math.Max(LeastShare, all / Share))
                return RequestFailures.TooMany(RetryAfter);
            own++;
            taken++;
            return new DownloadSlot(this, userId);
        }
    }

    internal void Free(Guid userId)
    {
        lock (gate)
        {
            taken--;
            if (--users[userId] == 0)
                users.Remove(userId);
        }
    }
}

/// <summary>The place of a download.</summary>
internal sealed class DownloadSlot(DownloadSlots slots, Guid userId) : IDisposable
{
    private bool isFree;

    public TimeSpan Limit => slots.Limit;

    public void Dispose()
    {
        // A second time it may be somebody else's.
        if (isFree)
            return;
        isFree = true;
        slots.Free(userId);
    }
}
