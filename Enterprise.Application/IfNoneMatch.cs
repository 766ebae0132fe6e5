namespace Enterprise.Application;

/// <summary>
/// Which states of a thing a reader has already (<c>If-None-Match</c>, RFC 9110 section 13.1.2): a list of tags, any, or none, which is the
/// default value.
/// </summary>
public readonly record struct IfNoneMatch
{
    private readonly IReadOnlyList<string>? tags;

    private IfNoneMatch(bool isAny, IReadOnlyList<string> tags)
    {
        IsAny = isAny;
        this.tags = tags;
    }

    /// <summary>Whatever state the thing is in.</summary>
    public static IfNoneMatch Any { get; } = new(true, []);

    public static IfNoneMatch OneOf(IReadOnlyList<string> tags) => new(false, tags);

    public bool IsAny { get; }

    public IReadOnlyList<string> Tags => tags ?? [];

    /// <summary>Whether the reader has the thing as it is with this tag.</summary>
    public bool Covers(string tag) => IsAny || Tags.Contains(tag, StringComparer.Ordinal);
}
