using System.Runtime.InteropServices;

namespace Enterprise.Application.Limits;

/// <summary>
/// A bucket for each client in memory of a fixed size, however many clients there are. A client's bucket stands in one of eight places
/// that follow from its key; where all are taken, the one that is nearest to full makes room, whose client loses least and
/// is refused nothing.
/// </summary>
public sealed class BucketTable
{
    private const int Ways = 8;
    private const int Stripes = 64;

    private readonly CellRate rate;
    private readonly TimeProvider time;
    private readonly Bucket[] buckets;
    private readonly Lock[] locks = new Lock[Stripes];

    /// <summary>Makes a table of full buckets.</summary>
    /// <param name="rate">Of every bucket.</param>
    /// <param name="capacity">Buckets; a power of two, at least 64. Each takes 32 bytes.</param>
    /// <param name="time">The clock of <paramref name="rate"/>.</param>
    public BucketTable(CellRate rate, int capacity, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, Ways);
        if (!int.IsPow2(capacity))
            throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "No power of two.");
        this.rate = rate;
        this.time = time;
        buckets = new Bucket[capacity];
        for (var i = 0; i < Stripes; i++)
            locks[i] = new Lock();
    }

    /// <summary>Takes one from the client's bucket.</summary>
    public Taken Take(ulong key)
    {
        var set = SetOf(key);
        lock (LockOf(set))
        {
            ref var bucket = ref Find(set, key);
            return bucket.ClosedFor(time) is { } wait ? new Taken(-1, wait) : rate.Take(ref bucket.FullAt);
        }
    }

    /// <summary>
    /// Puts back what was taken from a client's bucket, and gives nothing out of it for a time: somebody who knows more has refused what
    /// the bucket allowed.
    /// </summary>
    public void Close(ulong key, TimeSpan wait)
    {
        var set = SetOf(key);
        lock (LockOf(set))
        {
            ref var bucket = ref Find(set, key);
            rate.Return(ref bucket.FullAt);
            bucket.ClosedAt = time.GetTimestamp();
            bucket.ClosedTicks = wait.Ticks;
        }
    }

    /// <summary>Puts back what was taken from a client's bucket for nothing.</summary>
    public void Return(ulong key)
    {
        var set = SetOf(key);
        lock (LockOf(set))
            rate.Return(ref Find(set, key).FullAt);
    }

    private int SetOf(ulong key) => (int)(key % (ulong)(buckets.Length / Ways));

    private Lock LockOf(int set) => locks[set % Stripes];

    private ref Bucket Find(int set, ulong key)
    {
        var ways = buckets.AsSpan(set * Ways, Ways);
        foreach (ref var bucket in ways)
            if (bucket.Key == key)
                return ref bucket;
        ref var fullest = ref ways[NearestToFull(ways)];
        fullest = new Bucket { Key = key };
        return ref fullest;
    }

    private int NearestToFull(ReadOnlySpan<Bucket> ways)
    {
        var (fullest, least) = (0, long.MaxValue);
        for (var way = 0; way < ways.Length; way++)
            if (rate.Missing(ways[way].FullAt) is var missing && missing < least)
                (fullest, least) = (way, missing);
        return fullest;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Bucket
    {
        public ulong Key;
        public long FullAt;
        public long ClosedAt;
        public long ClosedTicks;

        public readonly TimeSpan? ClosedFor(TimeProvider time) =>
            ClosedTicks > 0
            && time.GetElapsedTime(ClosedAt) is var passed
            && passed.Ticks >= 0
            && passed.Ticks < ClosedTicks
                ? TimeSpan.FromTicks(ClosedTicks) - passed
                : null;
    }
}
