namespace Enterprise.Tests.Deploy;

/// <summary>The metrics that <c>GET /metrics</c> has, compared with those that rules and dashboards ask for.</summary>
internal static class ScrapedNames
{
    private static readonly string[] MadeByPrometheus = ["up", "ALERTS"];

    /// <summary>The names of all lines of the text format, and of what its comments declare without a line yet.</summary>
    public static IReadOnlySet<string> Of(string metrics) =>
        metrics
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .SelectMany(NamesIn)
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>What these queries ask for and the text of a scrape does not have, sorted.</summary>
    public static string[] Missing(IEnumerable<string> queries, string metrics) => Missing(queries, Of(metrics));

    /// <inheritdoc cref="Missing(IEnumerable{string}, string)"/>
    public static string[] Missing(IEnumerable<string> queries, IReadOnlySet<string> known) =>
        [
            .. queries
                .SelectMany(MetricNames.Of)
                .Where(name => !known.Contains(name) && !MadeByPrometheus.Contains(name))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    private static string[] NamesIn(string line) =>
        line[0] != '#' ? [line[..line.IndexOfAny(['{', ' ', '\t'])]]
        : line.Split(' ') is ["#", "TYPE", var name, var type] ? SeriesOf(name, type)
        : [];

    private static string[] SeriesOf(string name, string type) =>
        type is "histogram" ? [name + "_bucket", name + "_sum", name + "_count"] : [name];
}
