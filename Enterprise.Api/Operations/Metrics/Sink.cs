namespace Enterprise.Api.Operations.Metrics;

/// <summary>Takes the measurements of one instrument, on the thread that measures: it neither waits nor allocates.</summary>
internal abstract class Sink
{
    public abstract void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags);

    protected static object? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var tag in tags)
            if (tag.Key == name)
                return tag.Value;
        return null;
    }

    /// <summary>Takes only what has one tag with one value; anything, where no tag is named.</summary>
    protected static bool Has(ReadOnlySpan<KeyValuePair<string, object?>> tags, (string Tag, string Value)? only) =>
        only is not var (tag, value) || Find(tags, tag) as string == value;
}

/// <summary>What the measurements come to: a counter's total, or how much there is now of what goes up and down.</summary>
internal sealed class SumSink((string Tag, string Value)? only = null) : Sink
{
    private long sum;

    public long Sum => Interlocked.Read(ref sum);

    public override void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (Has(tags, only))
            Interlocked.Add(ref sum, (long)value);
    }

    public void Clear() => Interlocked.Exchange(ref sum, 0);
}

/// <summary>How long something took.</summary>
internal sealed class DurationSink : Sink
{
    public Distribution Distribution { get; } = new();

    public override void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        Distribution.Record(value);
}
