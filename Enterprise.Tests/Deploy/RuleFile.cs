using Enterprise.Tests.Architecture;

namespace Enterprise.Tests.Deploy;

/// <summary>A rule of Prometheus as it is written in <c>deploy/prometheus/rules</c>.</summary>
/// <param name="Name">Of the alert, or of what is recorded.</param>
/// <param name="Lines">All of it, from its name to the next rule.</param>
internal sealed record Rule(string Name, bool IsAlert, IReadOnlyList<string> Lines)
{
    private const string Block = "|";

    /// <summary>The query, over several lines where it has them.</summary>
    public string Query
    {
        get
        {
            var first = Lines
                .Index()
                .First(line => line.Item.TrimStart().StartsWith("expr:", StringComparison.Ordinal));
            var value = Value(first.Item);
            return value != Block
                ? value
                : string.Join(
                    '\n',
                    Lines
                        .Skip(first.Index + 1)
                        .TakeWhile(line => Indent(line) > Indent(first.Item))
                        .Select(line => line.Trim())
                );
        }
    }

    /// <summary>The value of a member that stands on a line of its own, or "".</summary>
    public string Member(string name) =>
        Lines.FirstOrDefault(line => line.TrimStart().StartsWith(name + ":", StringComparison.Ordinal)) is { } line
            ? Value(line)
            : "";

    public override string ToString() => Name;

    private static string Value(string line) => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();

    private static int Indent(string line) => line.Length - line.TrimStart().Length;
}

/// <summary>The shipped rules. Promtool judges the files; this reads as much of YAML as they use.</summary>
internal static class RuleFile
{
    public const string Folder = "deploy/prometheus";

    /// <summary>The requests of the service itself, as a regular expression: neither probes nor paths that only scanners ask for.</summary>
    public const string ServiceRoutes = "/v1/.+|/[.]well-known/.+";

    public static IReadOnlyList<Rule> Rules { get; } =
    [.. Solution.Files(Folder + "/rules").OrderBy(file => file.Path, StringComparer.Ordinal).SelectMany(Read)];

    public static IReadOnlyList<Rule> Alerts { get; } = [.. Rules.Where(rule => rule.IsAlert)];

    private static IEnumerable<Rule> Read(SourceFile file)
    {
        var lines = file.Lines.Where(line => !line.TrimStart().StartsWith('#')).ToArray();
        var starts = lines
            .Index()
            .Where(line => line.Item.StartsWith("      - ", StringComparison.Ordinal))
            .Select(line => line.Index)
            .ToArray();
        return starts.Select(
            (start, i) =>
            {
                var end = i + 1 < starts.Length ? starts[i + 1] : lines.Length;
                var words = lines[start].Trim().Split(' ');
                return new Rule(words[2], words[1] == "alert:", lines[start..end]);
            }
        );
    }
}
