using System.Collections.Concurrent;
using System.Diagnostics;

namespace Enterprise.Benchmarks;

/// <summary>How long answers took.</summary>
internal sealed class OverloadTimes
{
    private readonly ConcurrentBag<double> milliseconds = [];
    private int others;
    private double[]? sorted;

    public int Count => milliseconds.Count;

    /// <summary>Answers with another status than was hoped for.</summary>
    public int Others => others;

    public void Add(long since, bool isHopedFor)
    {
        milliseconds.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        if (!isHopedFor)
            Interlocked.Increment(ref others);
    }

    /// <summary>The quantile, in milliseconds; for when all are in.</summary>
    public double At(double quantile)
    {
        sorted ??= [.. milliseconds.Order()];
        return sorted.Length == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Length - 1, sorted.Length * quantile)];
    }
}
