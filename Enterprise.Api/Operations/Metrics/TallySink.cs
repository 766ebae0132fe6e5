namespace Enterprise.Api.Operations.Metrics;

/// <summary>The measurements by the values of a tag, of which there is a closed set; others are not counted.</summary>
/// <param name="tag">The tag.</param>
/// <param name="values">Its values.</param>
/// <param name="only">Only of measurements with this tag and value, where one is named.</param>
internal sealed class TallySink(string tag, IReadOnlyList<string> values, (string Tag, string Value)? only = null)
    : Sink
{
    private readonly string[] names = [.. values];
    private readonly long[] sums = new long[values.Count];

    /// <summary>Counts measurements instead of adding them up, as of an instrument for durations.</summary>
    public bool CountsEach { get; init; }

    public long this[string value] => Interlocked.Read(ref sums[Array.IndexOf(names, value)]);

    public override void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (Has(tags, only) && Find(tags, tag) is string name && Array.IndexOf(names, name) is >= 0 and var at)
            Interlocked.Add(ref sums[at], CountsEach ? 1 : (long)value);
    }

    public void Clear()
    {
        for (var i = 0; i < sums.Length; i++)
            Interlocked.Exchange(ref sums[i], 0);
    }
}
