using System.Text;
using Enterprise.Api.Telemetry;
using Enterprise.Application;
using Enterprise.Domain.Roles;
using Enterprise.Tests.Api.Http.Families;
using Enterprise.Tests.Architecture;
using Enterprise.Tests.Support;
using Enterprise.Tests.Support.Otlp;

namespace Enterprise.Tests.Api.Telemetry;

/// <summary>
/// Every route is sent values that are to be found nowhere: in paths, queries, bodies and headers, accepted and refused. Then all that the
/// program told is searched for them (requirements.md I1, B5). In a process of its own, whose every line and measurement is its own.
/// </summary>
internal sealed class CanaryTests
{
    private const string Canary = "canary7f3a";
    private const string Email = $"{Canary}@{Canary}.example.com";
    private const string Password = $"{Canary}-violet-kettle-93";

    private static readonly string[] Headers =
    [
        "User-Agent",
        "Referer",
        "Cookie",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Real-IP",
        "Accept-Language",
        "If-None-Match",
        "baggage",
        "Origin",
    ];

    /// <summary>What the collector drops: the text of statements, and what one need not keep.</summary>
    private static readonly string[] LeftOut =
    [
        "db.query.text",
        "db.npgsql.connection_id",
        "db.npgsql.data_source",
        "server.address",
        "url.path",
        "url.query",
        "vcs.ref.head.revision",
    ];

    private static readonly ApiRoute[] Routes = ReadRoutes();

    private OtlpCollector collector = null!;
    private TestDatabase database = null!;
    private OtherProgram program = null!;
    private string page = "";
    private string output = "";

    [OneTimeSetUp]
    public async Task DriveAsync()
    {
        collector = await OtlpCollector.StartAsync();
        database = await TestDatabase.CreateAsync();
        program = await OtherProgram.StartAsync(
            database,
            ("APP_TELEMETRY__ENDPOINT", collector.Http.ToString()),
            ("APP_TELEMETRY__LOGS", "true"),
            // Nothing is dropped before it was looked at.
            ("OTEL_BSP_MAX_QUEUE_SIZE", "100000")
        );
        await SignInAsync();
        foreach (var token in (string?[])[null, await AdministratorAsync(), Canary])
        foreach (var route in Routes)
            await SendAsync(route, token);
        await SendAsync(new ApiRoute($"GET /{Canary}/{{id}}", ["id"], ["q"], false), null);
        await SendAsync(new ApiRoute($"{Canary.ToUpperInvariant()} /v1/me", [], [], false), null);
        page = await program.Client.GetStringAsync("/metrics");
        // What waits is sent before it ends.
        (_, output) = await program.StopAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await program.DisposeAsync();
        await database.DisposeAsync();
        await collector.DisposeAsync();
    }

    [Test]
    public void The_routes_were_driven()
    {
        var routes = Routes.Where(route => !IsOperational(route)).ToArray();
        var seen = collector.Spans.Where(span => span.Kind == OtlpSpan.Server).Select(span => span.Name).ToHashSet();

        Assert.That(routes, Has.Length.GreaterThan(30));
        Assert.That(routes.Select(route => route.Name), Is.SubsetOf(seen));
    }

    [Test]
    public void No_span_metric_or_log_line_that_is_sent_has_one()
    {
        var told = collector
            .Spans.SelectMany(span => span.Attributes.Select(pair => $"{span.Name} {pair}"))
            .Concat(collector.Points.SelectMany(point => point.Attributes.Select(pair => $"{point.Metric} {pair}")))
            .Concat(collector.Logs.SelectMany(log => log.Attributes.Select(pair => $"{log.Body} {pair}")));

        Assert.That(told.Where(IsCanary).Distinct(), Is.Empty);
    }

    [Test]
    public void Nothing_that_is_sent_has_one_wherever_it_stands() =>
        Assert.That(collector.Bodies.Select(Encoding.Latin1.GetString).Where(IsCanary), Is.Empty);

    [Test]
    public void No_log_line_has_one()
    {
        Assert.That(output, Does.Contain("/v1/auth/login"), "There are lines.");
        Assert.That(output.Split('\n').Where(IsCanary), Is.Empty);
    }

    [Test]
    public void The_page_for_Prometheus_has_none_and_no_instrument_more_series_than_it_may()
    {
        Assert.That(IsCanary(page), Is.False);
        Assert.That(page.Contains("otel_metric_overflow", StringComparison.Ordinal), Is.False);
        foreach (
            var family in PrometheusText
                .Parse(page)
                .Families.Where(family => family.Name.StartsWith("enterprise_api_", StringComparison.Ordinal))
        )
            Assert.That(SeriesOf(family), Is.LessThanOrEqualTo(Declared(family).MaxSeries), family.Name);
    }

    /// <summary>Who adds an attribute to a span has to decide whether the collector that ships keeps it. Of metrics it keeps all.</summary>
    [Test]
    public void The_collector_that_ships_knows_every_attribute()
    {
        var kept = Solution
            .Files("deploy/otel")
            .SelectMany(file => file.Lines)
            .Select(line => line.Trim())
            .Where(line => line.StartsWith("- ", StringComparison.Ordinal))
            .Select(line => line[2..])
            .ToHashSet();
        var sent = collector.Spans.SelectMany(span => span.Attributes.Keys.Concat(span.Resource.Keys)).Distinct();

        Assert.That(sent.Where(key => !kept.Contains(key)).Except(LeftOut).Order(StringComparer.Ordinal), Is.Empty);
    }

    /// <summary>As the program describes itself.</summary>
    private static ApiRoute[] ReadRoutes()
    {
        using var host = new ApiHost(Swagger.DocumentFixture.NoDatabase, ("DevRoutes:Enabled", "false"));
        return [.. ApiRoutes.Of(host.Services)];
    }

    private static int SeriesOf(PrometheusFamily family) =>
        family.Samples.Count(sample =>
            !sample.Name.EndsWith("_bucket", StringComparison.Ordinal)
            && !sample.Name.EndsWith("_sum", StringComparison.Ordinal)
        );

    private static InstrumentDeclaration Declared(PrometheusFamily family) =>
        MeterChoice
            .Declared.Where(instrument =>
                family.Name.StartsWith(instrument.Name.Replace('.', '_'), StringComparison.Ordinal)
            )
            .MaxBy(instrument => instrument.Name.Length)!;

    private static bool IsCanary(string text) => text.Contains(Canary, StringComparison.OrdinalIgnoreCase);

    private static bool IsOperational(ApiRoute route) =>
        route.Template is "/health" or "/ready" or "/version" or "/metrics";

    /// <summary>What is accepted, with a person whose every particular is a canary.</summary>
    private async Task SignInAsync()
    {
        var person = new
        {
            email = Email,
            password = Password,
            name = Canary,
        };
        await program.Client.SendAsync(HttpMethod.Post, "/v1/auth/register", JsonContent.Of(person));
        await program.Client.SendAsync(
            HttpMethod.Post,
            "/v1/auth/login",
            JsonContent.Of(new { email = Email, password = Canary + Canary })
        );
        var login = await program.Client.SendAsync(
            HttpMethod.Post,
            "/v1/auth/login",
            JsonContent.Of(new { email = Email, password = Password })
        );
        Assert.That(login.Status, Is.EqualTo(200), login.Text);
        var pair = await program.Client.PairAsync(login.Pair().Refresh);
        await program.Client.RefreshAsync(pair.Refresh + Canary);
    }

    private async Task<string> AdministratorAsync()
    {
        var session = await new SessionForge(database).NewHolderAsync([.. Permissions.All]);
        return (await program.Client.PairAsync(session.Token)).Access;
    }

    private async Task SendAsync(ApiRoute route, string? token)
    {
        var path = route.Path.Aggregate(
            route.Template,
            (at, name) => at.Replace($"{{{name}}}", Canary, StringComparison.Ordinal)
        );
        var query = string.Join('&', route.Query.Append(Canary).Select(name => $"{name}={Canary}%40x"));
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), $"{path}?{query}");
        foreach (var header in Headers)
            request.Headers.TryAddWithoutValidation(header, $"{Canary}.example.com");
        request.Headers.Host = $"{Canary}.example.com";
        if (token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        if (route.ReadsJson)
            request.Content = JsonContent.Of(
                new Dictionary<string, string>
                {
                    [Canary] = Canary,
                    ["email"] = Email,
                    ["password"] = Password,
                }
            );
        using var response = await program.Client.SendAsync(request);
        Assert.That((int)response.StatusCode, Is.LessThan(500), $"{route}");
    }
}
