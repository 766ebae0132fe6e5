using System.Text.RegularExpressions;
using Enterprise.Tests.Architecture;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Deploy;

/// <summary>The shipped rules of Prometheus, and the tests of them that promtool runs.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed partial class AlertRuleTests
{
    private static readonly IReadOnlyList<Rule> Rules = RuleFile.Rules;
    private static readonly IReadOnlyList<Rule> Alerts = RuleFile.Alerts;
    private static readonly SourceFile[] TestFiles = [.. Solution.Files(RuleFile.Folder + "/tests")];
    private static readonly Expectation[] Cases = Expected();

    [Test]
    public void All_rules_are_found()
    {
        Assert.That(Alerts, Has.Count.GreaterThan(20));
        Assert.That(Rules.Select(rule => rule.Name), Is.Unique);
        Assert.That(
            Rules,
            Has.Count.EqualTo(
                Solution
                    .Files(RuleFile.Folder + "/rules")
                    .SelectMany(file => file.Lines)
                    .Count(line => line.TrimStart().StartsWith("expr:", StringComparison.Ordinal))
            )
        );
    }

    [Test]
    public async Task Promtool_finds_nothing_wrong_with_the_configuration_and_the_rules()
    {
        PrometheusPrograms.Need();
        var (code, said) = await PrometheusPrograms.RunPromtoolAsync(
            RuleFile.Folder,
            "check",
            "config",
            "prometheus.yml"
        );

        Assert.That(code, Is.Zero, said);
        Assert.That(said, Does.Contain("SUCCESS: 2 rule files found"));
    }

    [Test]
    public async Task Every_rule_does_what_its_tests_say()
    {
        PrometheusPrograms.Need();
        var files = TestFiles.Select(file => file.File.FullName);
        var (code, said) = await PrometheusPrograms.RunPromtoolAsync(RuleFile.Folder, ["test", "rules", .. files]);

        Assert.That(code, Is.Zero, said);
        Assert.That(
            Regex.Count(said, "SUCCESS", RegexOptions.None, TimeSpan.FromSeconds(1)),
            Is.EqualTo(TestFiles.Length)
        );
    }

    [TestCaseSource(nameof(Alerts))]
    public void An_alert_has_a_test_in_which_it_speaks_and_one_in_which_it_does_not(Rule alert)
    {
        var expected = Cases.Where(test => test.Alert == alert.Name).ToLookup(test => test.Speaks);

        Assert.That(expected[true], Is.Not.Empty);
        Assert.That(expected[false].Where(test => !IsIdle(test)), Is.Not.Empty);
    }

    [TestCaseSource(nameof(Alerts))]
    public void An_alert_is_quiet_while_nobody_uses_the_service(Rule alert)
    {
        var idle = Cases.Where(test => test.Alert == alert.Name && IsIdle(test)).ToArray();

        Assert.That(idle, Is.Not.Empty);
        Assert.That(idle.Where(test => test.Speaks), Is.Empty);
    }

    [TestCaseSource(nameof(Alerts))]
    public void An_alert_says_how_urgent_it_is_what_it_is_and_where_to_read_on(Rule alert)
    {
        Assert.That(alert.Member("labels"), Does.Match("^{ severity: (page|ticket), service: enterprise-api }$"));
        Assert.That(alert.Member("summary"), Is.Not.Empty);
        Assert.That(alert.Member("description"), Is.Not.Empty);
        Assert.That(
            alert.Member("runbook_url"),
            Is.EqualTo($"docs/operations.md#{alert.Name.ToLowerInvariant()}"),
            "the address of a heading is in small letters"
        );
    }

    [TestCaseSource(nameof(Rules))]
    public void A_rule_asks_for_metrics_that_there_are(Rule rule)
    {
        var recorded = Rules.Where(other => !other.IsAlert).Select(other => other.Name);

        Assert.That(ScrapedNames.Missing([rule.Query], KnownMetrics.Names), Is.Empty);
        Assert.That(MetricNames.RecordedIn(rule.Query), Is.SubsetOf(recorded));
        Assert.That(MetricNames.Of(rule.Query).Concat(MetricNames.RecordedIn(rule.Query)), Is.Not.Empty);
    }

    [TestCaseSource(nameof(Rules))]
    public void A_rule_is_not_about_other_programs_that_the_same_Prometheus_scrapes(Rule rule)
    {
        foreach (var name in MetricNames.Of(rule.Query))
            Assert.That(
                Regex.Count(
                    rule.Query,
                    $@"\b{name}\b(?!{{job=""enterprise-api"")",
                    RegexOptions.None,
                    TimeSpan.FromSeconds(1)
                ),
                Is.Zero,
                name
            );
    }

    [Test]
    public void What_is_recorded_is_used_over_one_window_at_least()
    {
        var used = Rules.SelectMany(rule => MetricNames.RecordedIn(rule.Query)).Select(WithoutWindow).ToHashSet();

        Assert.That(
            Rules
                .Where(rule => !rule.IsAlert)
                .Select(rule => WithoutWindow(rule.Name))
                .Where(name => !used.Contains(name)),
            Is.Empty
        );
    }

    private static string WithoutWindow(string recorded) => recorded.TrimEnd("0123456789mh".ToCharArray());

    private static Expectation[] Expected() =>
        [
            .. from file in TestFiles
            from match in Expectations().Matches(file.Text)
            select new Expectation(file.Path, match.Groups["alert"].Value, match.Groups["none"].Length == 0),
        ];

    private static bool IsIdle(Expectation test) => test.File.EndsWith("/idle.test.yml", StringComparison.Ordinal);

    private sealed record Expectation(string File, string Alert, bool Speaks);

    [GeneratedRegex(@"alertname: (?<alert>\w+)\s+exp_alerts:(?<none> \[\])?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Expectations();
}
