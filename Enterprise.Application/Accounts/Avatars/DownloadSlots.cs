using Microsoft.Extensions.Options;

namespace Enterprise.Application.Accounts.Avatars;

/// <summary>
/// Lets so many downloads go on at a time: each holds a chunk in memory for as long as its client takes, and a client may be slow.
/// </summary>
public sealed class DownloadSlots(IOptions<AvatarOptions> options)
{
    private int taken;

    /// <summary>Downloads that go on now.</summary>
    internal int Count => Volatile.Read(ref taken);

    /// <summary>How long one may take.</summary>
    internal TimeSpan Limit => options.Value.DownloadTime;

    /// <summary>Takes a place, which has to be freed; <c>false</c> where there is none.</summary>
    internal bool TryTake()
    {
        if (Interlocked.Increment(ref taken) <= options.Value.ConcurrentDownloads)
            return true;
        Free();
        return false;
    }

    internal void Free() => Interlocked.Decrement(ref taken);
}
