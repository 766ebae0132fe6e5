using System.Text.RegularExpressions;
using Enterprise.Tests.Architecture;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Deploy;

/// <summary>docs/operations.md, where an operator reads on after an alert.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed partial class RunbookTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Solution.Root, "docs", "operations.md"));

    [Test]
    public void Every_alert_has_a_section_and_every_section_an_alert() =>
        Assert.That(
            Lines
                .SkipWhile(line => line != "## Alerts")
                .Skip(1)
                .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
                .Where(line => line.StartsWith("### ", StringComparison.Ordinal))
                .Select(line => line[4..]),
            Is.EquivalentTo(RuleFile.Alerts.Select(alert => alert.Name))
        );

    [Test]
    public void The_metrics_that_it_names_exist()
    {
        var named = Lines.SelectMany(line => Metric().Matches(line)).Select(match => match.Value).ToHashSet();

        Assert.That(named, Has.Count.GreaterThan(5));
        Assert.That(ScrapedNames.Missing(named, KnownMetrics.Names), Is.Empty);
    }

    [Test]
    public void The_log_events_that_it_names_exist()
    {
        var events = LogEvents.Declared.Concat(LogEvents.Held).Select(known => $"event {known.Id} `{known.Name}`");
        var named = Lines.SelectMany(line => Event().Matches(line)).Select(match => match.Value).ToHashSet();

        Assert.That(named, Has.Count.GreaterThan(10));
        Assert.That(named, Is.SubsetOf(events));
    }

    [Test]
    public async Task The_statements_that_it_tells_to_run_can_be_run()
    {
        await using var database = await TestDatabase.CreateAsync();
        var statements = Statement()
            .Matches(string.Join('\n', Lines))
            .Select(match => match.Groups["sql"].Value)
            .ToArray();

        Assert.That(statements, Has.Length.GreaterThan(3));
        foreach (var statement in statements)
            Assert.That(async () => await database.ReadAsync<object>(statement), Throws.Nothing, statement);
    }

    // In a block of its own, or within a line.
    [GeneratedRegex(@"(?<=```sql\n|`)\s*(?<sql>SELECT [^`]+)(?=`)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Statement();

    [GeneratedRegex(@"\b(enterprise_api|http_server|db_client|dotnet|kestrel)_\w+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Metric();

    // event 1202 `DatabaseLost`; an id without a name is found too, and is no event
    [GeneratedRegex(@"\bevent \d{4}( `\w+`)?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Event();
}
