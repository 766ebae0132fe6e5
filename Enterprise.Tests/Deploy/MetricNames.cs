namespace Enterprise.Tests.Deploy;

/// <summary>Which metrics a query of Prometheus asks for.</summary>
internal static class MetricNames
{
    /// <summary>What a parenthesis of labels follows.</summary>
    private static readonly HashSet<string> BeforeLabels =
    [
        "by",
        "without",
        "on",
        "ignoring",
        "group_left",
        "group_right",
    ];

    private static readonly HashSet<string> Words = ["and", "or", "unless", "bool", "offset", "atan2", "inf", "nan"];

    /// <summary>Their parenthesis may be behind their labels: <c>sum by (job) (x)</c>.</summary>
    private static readonly HashSet<string> Aggregations =
    [
        "sum",
        "min",
        "max",
        "avg",
        "group",
        "stddev",
        "stdvar",
        "count",
        "count_values",
        "bottomk",
        "topk",
        "quantile",
    ];

    /// <summary>The metrics that the program or Prometheus itself has to have, without those that rules record.</summary>
    public static IReadOnlySet<string> Of(string promql) =>
        Named(promql).Where(name => !IsRecorded(name)).ToHashSet(StringComparer.Ordinal);

    /// <summary>The names of recording rules that the query asks for: those with a colon.</summary>
    public static IReadOnlySet<string> RecordedIn(string promql) =>
        Named(promql).Where(IsRecorded).ToHashSet(StringComparer.Ordinal);

    private static bool IsRecorded(string name) => name.Contains(':', StringComparison.Ordinal);

    private static IEnumerable<string> Named(string promql)
    {
        for (var at = 0; at < promql.Length; )
        {
            var c = promql[at];
            if (IsFirst(c))
            {
                var end = EndOf(promql, at, IsLater);
                var word = promql[at..end];
                at = end;
                if (BeforeLabels.Contains(word))
                    at = AfterLabels(promql, at);
                else if (!IsOfTheLanguage(word, promql, at))
                    yield return word;
            }
            else
                at = Skip(promql, at);
        }
    }

    private static bool IsOfTheLanguage(string word, string promql, int at) =>
        Words.Contains(word.ToLowerInvariant())
        || Aggregations.Contains(word.ToLowerInvariant())
        || NextIs(promql, at, '(');

    /// <summary>Past whatever is here and names nothing: a string, matchers, a range, a comment, a number, a sign.</summary>
    private static int Skip(string promql, int at) =>
        promql[at] switch
        {
            '"' or '\'' or '`' => AfterString(promql, at),
            '{' => AfterMatchers(promql, at),
            '[' => AfterClosing(promql, at, ']'),
            '#' => EndOf(promql, at, static c => c != '\n'),
            >= '0' and <= '9' => EndOf(promql, at, static c => char.IsAsciiLetterOrDigit(c) || c == '.'),
            _ => at + 1,
        };

    private static int AfterMatchers(string promql, int at)
    {
        var end = AfterClosing(promql, at, '}');
        return promql[at..end].Contains("__name__", StringComparison.Ordinal)
            ? throw new FormatException($"Which metric is asked for is hidden in {promql[at..end]}.")
            : end;
    }

    private static int AfterLabels(string promql, int at) =>
        NextIs(promql, at, '(') ? AfterClosing(promql, at, ')') : at;

    private static int AfterClosing(string promql, int at, char closing)
    {
        for (at++; at < promql.Length && promql[at] != closing; )
            at = promql[at] is '"' or '\'' or '`' ? AfterString(promql, at) : at + 1;
        return at < promql.Length ? at + 1 : throw new FormatException($"No {closing} closes: {promql}");
    }

    private static int AfterString(string promql, int at)
    {
        var quote = promql[at];
        for (at++; at < promql.Length && promql[at] != quote; at++)
            if (promql[at] == '\\' && quote != '`')
                at++;
        return at < promql.Length ? at + 1 : throw new FormatException($"A string has no end: {promql}");
    }

    private static bool NextIs(string promql, int at, char wanted)
    {
        var next = EndOf(promql, at, char.IsWhiteSpace);
        return next < promql.Length && promql[next] == wanted;
    }

    private static int EndOf(string promql, int at, Func<char, bool> goesOn)
    {
        while (at < promql.Length && goesOn(promql[at]))
            at++;
        return at;
    }

    private static bool IsFirst(char c) => char.IsAsciiLetter(c) || c is '_' or ':';

    private static bool IsLater(char c) => IsFirst(c) || char.IsAsciiDigit(c);
}
