using System.Text.Json;
using System.Text.RegularExpressions;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Deploy;

/// <summary>The shipped dashboard of Grafana.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed partial class DashboardTests
{
    [Test]
    public void A_dashboard_can_be_imported_anywhere()
    {
        var dashboard = Dashboards.All.Single();

        Assert.That(dashboard.GetProperty("uid").GetString(), Is.EqualTo("enterprise-api"));
        Assert.That(dashboard.GetProperty("schemaVersion").GetInt32(), Is.EqualTo(39));
        Assert.That(dashboard.TryGetProperty("id", out _), Is.False);
        Assert.That(Sources(dashboard), Is.EquivalentTo((string[])["${datasource}", "-- Grafana --"]));
        Assert.That(
            dashboard
                .GetProperty("templating")
                .GetProperty("list")
                .EnumerateArray()
                .Select(variable => variable.GetProperty("name").GetString()),
            Is.EqualTo((string[])["datasource", "instance", "route"])
        );
    }

    /// <summary>Quick and frequent probes would make every share small and every percentile short.</summary>
    [Test]
    public void All_routes_are_those_that_the_rules_speak_of()
    {
        var variables = Dashboards.All.Single().GetProperty("templating").GetProperty("list").EnumerateArray();
        var route = variables.Single(variable => variable.GetProperty("name").GetString() == "route");
        var requests = RuleFile.Rules.Single(rule => rule.Name == "job:http_server_requests:rate5m");

        Assert.That(route.GetProperty("allValue").GetString(), Is.EqualTo(RuleFile.ServiceRoutes));
        Assert.That(requests.Query, Does.Contain($"http_route=~\"{RuleFile.ServiceRoutes}\""));
    }

    [Test]
    public void A_panel_says_what_it_shows_and_in_which_unit()
    {
        foreach (var panel in Dashboards.Panels)
        {
            var title = panel.GetProperty("title").GetString();
            Assert.That(panel.GetProperty("description").GetString(), Is.Not.Empty, title);
            Assert.That(panel.TryGetProperty("id", out _), Is.False, title);
            Assert.That(Dashboards.QueriesOf(panel), Is.Not.Empty, title);
            if (panel.GetProperty("type").GetString() != "table")
                Assert.That(Defaults(panel).GetProperty("unit").GetString(), Is.Not.Empty, title);
        }
    }

    [Test]
    public void Panels_do_not_lie_on_each_other()
    {
        var cells = new HashSet<(int, int)>();
        foreach (var panel in Dashboards.All.Single().GetProperty("panels").EnumerateArray())
        {
            var place = panel.GetProperty("gridPos");
            int At(string member) => place.GetProperty(member).GetInt32();
            for (var x = At("x"); x < At("x") + At("w"); x++)
            for (var y = At("y"); y < At("y") + At("h"); y++)
                Assert.That(x < 24 && cells.Add((x, y)), Is.True, panel.GetProperty("title").GetString());
        }
    }

    [Test]
    public void Every_query_asks_for_metrics_that_there_are()
    {
        Assert.That(Dashboards.Queries(), Has.Count.GreaterThan(50));
        Assert.That(Dashboards.Queries(), Has.None.Contains("$"));
        Assert.That(ScrapedNames.Missing(Dashboards.Queries(), KnownMetrics.Names), Is.Empty);
        Assert.That(Dashboards.Queries().SelectMany(MetricNames.RecordedIn), Is.Empty, "works without our rules");
    }

    [Test]
    public void Everything_that_the_program_measures_itself_is_on_the_dashboard()
    {
        var shown = Dashboards.Queries().SelectMany(MetricNames.Of).ToHashSet();

        Assert.That(
            KnownMetrics.Own.Where(name =>
                !shown.Contains(name) && !shown.Contains(name + "_count") && !shown.Contains(name + "_bucket")
            ),
            Is.Empty
        );
    }

    [Test]
    public void The_alerts_that_panels_name_exist()
    {
        var named = Dashboards
            .Panels.Select(panel => panel.GetProperty("description").GetString()!)
            .SelectMany(text => TwoWords().Matches(text).Select(match => match.Value))
            .ToHashSet();

        Assert.That(named, Is.SubsetOf(RuleFile.Alerts.Select(alert => alert.Name)));
        Assert.That(named, Has.Count.GreaterThan(20));
    }

    [Test]
    public async Task Promtool_can_read_every_query()
    {
        PrometheusPrograms.Need();
        using var folder = new TempFolder();
        var rules = Dashboards.Queries().Select((query, i) => new { record = $"query:{i}", expr = query });
        var file = folder.Write(
            "queries.yml",
            JsonSerializer.Serialize(new { groups = new[] { new { name = "queries", rules } } })
        );
        var (code, said) = await PrometheusPrograms.RunPromtoolAsync("", "check", "rules", file);

        Assert.That(code, Is.Zero, said);
    }

    private static JsonElement Defaults(JsonElement panel) => panel.GetProperty("fieldConfig").GetProperty("defaults");

    private static IEnumerable<string> Sources(JsonElement dashboard) =>
        SourceId().Matches(dashboard.GetRawText()).Select(match => match.Groups["uid"].Value).Distinct();

    // The names of alerts are the only words with a capital inside.
    [GeneratedRegex(@"\b[A-Z][a-z]+([A-Z][a-z]+)+\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TwoWords();

    [GeneratedRegex(
        """"datasource":\s*\{\s*"type":\s*"\w+",\s*"uid":\s*"(?<uid>[^"]+)"""",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex SourceId();
}
