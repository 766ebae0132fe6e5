namespace Enterprise.Application;

/// <summary>An instrument of this program, and what its measurements can be tagged with.</summary>
/// <param name="Name">With <see cref="Meters.Prefix"/>.</param>
/// <param name="Tags">Every measurement has all of them, each with one value of its set.</param>
public sealed record InstrumentDeclaration(string Name, params TagDeclaration[] Tags)
{
    /// <summary>How many series it has at the most: 1 without tags.</summary>
    public int MaxSeries => Tags.Aggregate(1, (series, tag) => series * tag.Values.Count);

    /// <summary>The tags of each series.</summary>
    public IEnumerable<KeyValuePair<string, object?>[]> Series() =>
        Tags.Aggregate(
            (IEnumerable<KeyValuePair<string, object?>[]>)
                [
                    [],
                ],
            (series, tag) =>
                series.SelectMany(tags =>
                    tag.Values.Select(value => (KeyValuePair<string, object?>[])[.. tags, new(tag.Name, value)])
                )
        );
}

/// <summary>A tag and its closed set of values.</summary>
public sealed record TagDeclaration(string Name, IReadOnlyList<string> Values);
