using System.Runtime.InteropServices;

namespace Enterprise.Application.Limits;

/// <summary>What taking from a bucket gave.</summary>
/// <param name="Remaining">Requests that the bucket still holds; -1 where it held none.</param>
/// <param name="Wait">How long until it holds one; zero where one was taken.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Taken(int Remaining, TimeSpan Wait)
{
    public bool IsGranted => Remaining >= 0;
}

/// <summary>
/// A token bucket whose whole state is one number, the time at which it would be full: the generic cell rate algorithm in its form
/// of virtual scheduling (ITU-T I.371, annex A). A request that is refused changes nothing, so that asking on does not make the wait
/// longer. Any number of buckets share one rate.
/// </summary>
public sealed class CellRate
{
    private readonly TimeProvider time;
    private readonly long interval;
    private readonly long tolerance;

    /// <summary>Sets the rate.</summary>
    /// <param name="perSecond">Requests that come back in a second.</param>
    /// <param name="burst">Requests that a full bucket holds; at least 1.</param>
    /// <param name="time">Its timestamps count, which nobody sets back.</param>
    public CellRate(double perSecond, int burst, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perSecond);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(burst);
        this.time = time;
        Burst = burst;
        interval = Math.Max(1, checked((long)Math.Round(time.TimestampFrequency / perSecond)));
        tolerance = checked(interval * (burst - 1));
        FillTime = ToTime(checked(interval * burst));
    }

    public int Burst { get; }

    /// <summary>From empty to full.</summary>
    public TimeSpan FillTime { get; }

    /// <summary>How long a bucket with so many left takes to be full, at the most.</summary>
    public TimeSpan UntilFull(int remaining) => ToTime(interval * (Burst - remaining));

    /// <summary>Takes one from a bucket; any number of threads at once, without a lock. A new bucket is full, and 0.</summary>
    public Taken Take(ref long fullAt)
    {
        while (true)
        {
            // Read before the clock, so that what another thread wrote is never ahead of a full bucket's worth.
            var seen = Volatile.Read(ref fullAt);
            var now = time.GetTimestamp();
            var ahead = Ahead(seen, now);
            if (ahead > tolerance)
                return new Taken(-1, ToTime(ahead - tolerance));
            if (Interlocked.CompareExchange(ref fullAt, unchecked(now + ahead + interval), seen) == seen)
                return new Taken((int)((tolerance - ahead) / interval), TimeSpan.Zero);
        }
    }

    /// <summary>Puts back one that was taken for nothing; never more than a full bucket.</summary>
    internal void Return(ref long fullAt) => Interlocked.Add(ref fullAt, -interval);

    /// <summary>How far a bucket is from full, in ticks of the clock.</summary>
    internal long Missing(long fullAt) => Ahead(fullAt, time.GetTimestamp());

    /// <summary>
    /// Subtracted without a check, so that a clock that wraps does no harm; what no bucket can be is full, so that a clock that leaps
    /// refuses nobody.
    /// </summary>
    private long Ahead(long fullAt, long now)
    {
        var ahead = unchecked(fullAt - now);
        return ahead < 0 || ahead > tolerance + interval ? 0 : ahead;
    }

    private TimeSpan ToTime(long ticks) => TimeSpan.FromSeconds((double)ticks / time.TimestampFrequency);
}
