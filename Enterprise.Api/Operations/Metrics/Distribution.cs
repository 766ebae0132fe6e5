namespace Enterprise.Api.Operations.Metrics;

/// <summary>
/// How long something took, counted by bucket. Recording is one atomic addition: it neither waits nor allocates. Marking and reading
/// are for one thread at a time.
/// </summary>
internal sealed class Distribution
{
    // Four bytes will do: only differences within the window are read, and those are right also when a count starts over.
    private readonly uint[] counts = new uint[Buckets.Count];

    // What had been counted at each mark; nothing, for the marks from before this was made.
    private readonly uint[] marks = new uint[SlidingWindow.Marks * Buckets.Count];

    public void Record(double seconds) => Interlocked.Increment(ref counts[Buckets.IndexOf(seconds * 1000)]);

    public void Mark(int mark)
    {
        var place = Place(mark);
        for (var i = 0; i < counts.Length; i++)
            place[i] = Volatile.Read(ref counts[i]);
    }

    /// <summary>Of what was recorded since a mark.</summary>
    public Percentiles Since(int mark)
    {
        Span<uint> recent = stackalloc uint[Buckets.Count];
        var place = Place(mark);
        long total = 0;
        for (var i = 0; i < recent.Length; i++)
            total += recent[i] = unchecked(Volatile.Read(ref counts[i]) - place[i]);
        return total == 0
            ? Percentiles.None
            : new Percentiles(total, Read(recent, total, 50), Read(recent, total, 95), Read(recent, total, 99));
    }

    private Span<uint> Place(int mark) => marks.AsSpan(mark * Buckets.Count, Buckets.Count);

    /// <summary>The least bucket that so many percent do not exceed (nearest rank).</summary>
    private static double Read(ReadOnlySpan<uint> recent, long total, int percent)
    {
        var rank = ((total * percent) + 99) / 100;
        var index = 0;
        for (long seen = recent[0]; seen < rank; seen += recent[index])
            index++;
        return Buckets.MiddleOf(index);
    }
}

/// <summary>In milliseconds, of so many values; <c>null</c> where there are none.</summary>
internal sealed record Percentiles(long Count, double? P50, double? P95, double? P99)
{
    public static readonly Percentiles None = new(0, null, null, null);

    /// <summary>To the microsecond.</summary>
    public Percentiles Rounded() => new(Count, Round(P50), Round(P95), Round(P99));

    private static double? Round(double? milliseconds) => milliseconds is { } value ? Math.Round(value, 3) : null;
}
