namespace Enterprise.Application;

/// <summary>
/// Which states of a thing a change is meant for (<c>If-Match</c>, RFC 9110 section 13.1.1): a list of tags, any, or nothing said,
/// which is the default value.
/// </summary>
public readonly record struct IfMatch
{
    private readonly IReadOnlyList<string>? tags;

    private IfMatch(bool isAny, IReadOnlyList<string> tags)
    {
        IsAny = isAny;
        this.tags = tags;
    }

    /// <summary>Whatever state the thing is in.</summary>
    public static IfMatch Any { get; } = new(true, []);

    /// <summary>Only while the thing has one of these tags; with none of them, never.</summary>
    public static IfMatch OneOf(IReadOnlyList<string> tags) => new(false, tags);

    public bool IsAny { get; }

    /// <summary>The caller did not say which state they know.</summary>
    public bool IsMissing => tags is null;

    public IReadOnlyList<string> Tags => tags ?? [];

    /// <summary>Whether a thing with this tag may be changed.</summary>
    public bool Covers(string tag) => IsAny || Tags.Contains(tag, StringComparer.Ordinal);
}
