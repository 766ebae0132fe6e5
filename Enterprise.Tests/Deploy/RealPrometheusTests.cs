using System.Diagnostics.Metrics;
using Enterprise.Tests.Support;
using OpenTelemetry.Metrics;
using PrometheusNames = Enterprise.Api.Telemetry.Prometheus.MetricNames;

namespace Enterprise.Tests.Deploy;

/// <summary>
/// The shipped rules and the shipped dashboard on a real Prometheus that scrapes the running program, in a process of its own: the database
/// client and the runtime count for all that a process does.
/// </summary>
internal sealed class RealPrometheusTests
{
    private TestDatabase database = null!;
    private OtherProgram program = null!;

    private const string Password = "violet-kettle-orbit-93";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        database = await TestDatabase.CreateAsync();
        program = await OtherProgram.StartAsync(database);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await program.DisposeAsync();
        await database.DisposeAsync();
    }

    [Test]
    public async Task Every_query_of_the_dashboard_is_answered_with_numbers()
    {
        PrometheusPrograms.Need();
        await using var prometheus = new RealPrometheus(program.Client.BaseAddress!);
        await UseAsync(program.Client);
        // Alerts that fire are marked on the panels; there are none.
        var left = Dashboards.Queries().Where(query => !query.Contains("ALERTS", StringComparison.Ordinal)).ToHashSet();

        // A rate takes two scrapes, and something in between.
        left = await Eventually.Async(
            async () =>
            {
                await UseAsync(program.Client);
                foreach (var query in left.ToArray())
                    if ((await prometheus.AskAsync(query)).Any(double.IsFinite))
                        left.Remove(query);
                return left;
            },
            queries => queries.Count == 0
        );

        Assert.That(left, Is.Empty);
    }

    /// <summary>What is shown only while something is wrong is known by its instrument, under the name that the page would give it.</summary>
    [Test]
    public async Task Everything_that_rules_and_dashboard_ask_for_is_on_the_page()
    {
        await UseAsync(program.Client);
        var queries = Dashboards.Queries().Concat(RuleFile.Rules.Select(rule => rule.Query));

        // The server core makes its instruments where there is a server.
        await using var server = new SocketHost();
        var missing = ScrapedNames.Missing(queries, await program.Client.GetStringAsync("/metrics"));

        Assert.That(missing, Is.SubsetOf(InstrumentNames()));
        Assert.That(missing, Has.Length.LessThan(5));
    }

    private static HashSet<string> InstrumentNames()
    {
        HashSet<string> names = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                foreach (var type in (MetricType[])[MetricType.LongSum, MetricType.LongSumNonMonotonic])
                    names.Add(PrometheusNames.Of(instrument.Name, instrument.Unit ?? "", type));
            },
        };
        listener.Start();
        return names;
    }

    /// <summary>What people do on an ordinary day.</summary>
    private static async Task UseAsync(HttpClient client)
    {
        var email = Fresh.Email();
        await client.SendAsync(
            HttpMethod.Post,
            "/v1/auth/register",
            JsonContent.Of(new { email, password = Password })
        );
        await client.SendAsync(HttpMethod.Post, "/v1/auth/login", JsonContent.Of(new { email, password = "wrong" }));
        var login = await client.SendAsync(
            HttpMethod.Post,
            "/v1/auth/login",
            JsonContent.Of(new { email, password = Password })
        );
        var pair = await client.PairAsync(login.Pair().Refresh);
        await client.MeAsync(pair.Access);
        await client.SendAsync(HttpMethod.Get, "/v1/users", token: pair.Access);
        await client.SendAsync(
            HttpMethod.Put,
            "/v1/me/password",
            JsonContent.Of(new { current_password = Password, new_password = "tall copper kettle 94" }),
            token: pair.Access
        );
        await client.LogoutAsync(pair.Refresh);
    }
}
