using System.Text.Json;
using System.Text.RegularExpressions;
using Enterprise.Tests.Architecture;

namespace Enterprise.Tests.Deploy;

/// <summary>The shipped dashboards and what they ask Prometheus.</summary>
internal static partial class Dashboards
{
    private const string Folder = "deploy/grafana/dashboards";

    /// <summary>What Grafana puts in for its variables when everything is chosen.</summary>
    private static readonly (string Variable, string Value)[] Chosen =
    [
        ("$__rate_interval", "1m"),
        ("$__interval", "15s"),
        ("$__range", "1h"),
        ("$instance", ".*"),
        ("$route", RuleFile.ServiceRoutes),
    ];

    public static IReadOnlyList<JsonElement> All { get; } =
    [.. Solution.Files(Folder).Select(file => JsonDocument.Parse(file.Text).RootElement)];

    /// <summary>Everything that shows something; rows only divide.</summary>
    public static IEnumerable<JsonElement> Panels =>
        All.SelectMany(dashboard => dashboard.GetProperty("panels").EnumerateArray())
            .Where(panel => panel.GetProperty("type").GetString() != "row");

    /// <summary>Every query of every panel, annotation and variable, as Prometheus gets it.</summary>
    public static IReadOnlyList<string> Queries() => [.. All.SelectMany(Asked).Distinct().Select(WithValues)];

    /// <summary>The queries of a panel, as Prometheus gets them.</summary>
    public static IReadOnlyList<string> QueriesOf(JsonElement panel) => [.. Asked(panel).Select(WithValues)];

    private static IEnumerable<string> Asked(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().SelectMany(Asked),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(Asked),
            _ => [],
        };

    private static IEnumerable<string> Asked(JsonProperty member) =>
        member switch
        {
            { Name: "expr", Value.ValueKind: JsonValueKind.String } => [member.Value.GetString()!],
            { Name: "definition", Value.ValueKind: JsonValueKind.String } =>
            [
                LabelValues().Match(member.Value.GetString()!).Groups["query"].Value,
            ],
            _ => Asked(member.Value),
        };

    private static string WithValues(string query)
    {
        foreach (var (variable, value) in Chosen)
            query = query.Replace(variable, value, StringComparison.Ordinal);
        return query;
    }

    // Of a variable: label_values(metric{...}, label).
    [GeneratedRegex(@"^label_values\((?<query>.+), \w+\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LabelValues();
}
