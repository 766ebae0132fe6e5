using Enterprise.Api.Telemetry.Prometheus;
using Enterprise.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Api.Telemetry.Prometheus;

/// <summary>The page of the program, over a real socket.</summary>
internal sealed class PrometheusRouteTests : SocketFixture
{
    /// <summary>What promtool finds odd: names of the runtime and of database clients that end in <c>count</c>, by the semantic conventions.</summary>
    private const string NamedByOthers =
        "^(dotnet|db_client)_[a-z_]+_count non-histogram and non-summary metrics should not have \"_count\" suffix$";
    private HttpClient client = null!;

    [OneTimeSetUp]
    public async Task MakeTrafficAsync()
    {
        client = new HttpClient { BaseAddress = Address };
        var forge = new SessionForge(Database);
        var token = (await client.PairAsync((await forge.NewAsync()).Token)).Access;
        foreach (var path in (string[])["/v1/me", "/v1/users", "/nowhere", "/health", "/v1/me/sessions"])
            await client.SendAsync(HttpMethod.Get, path, token: token);
        await client.SendJsonAsync(
            HttpMethod.Post,
            "/v1/auth/login",
            """{"email":"nobody@example.com","password":"violet-kettle-orbit-93"}"""
        );
    }

    [OneTimeTearDown]
    public void CloseClient() => client.Dispose();

    [Test]
    public async Task The_page_has_the_type_and_the_headers_of_its_format()
    {
        var answer = await client.SendAsync(HttpMethod.Get, "/metrics");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(200));
            Assert.That(answer.Header("Content-Type"), Is.EqualTo("text/plain; version=0.0.4; charset=utf-8"));
            Assert.That(answer.Header("Cache-Control"), Is.EqualTo("no-store"));
            Assert.That(answer.Header("Content-Length"), Is.Not.Null);
            Assert.That(answer.Header("RateLimit"), Is.Null);
        });
    }

    [Test]
    public async Task The_page_is_whole_and_tells_of_requests_logins_and_the_database()
    {
        var page = await ReadAsync();

        Assert.Multiple(() =>
        {
            Assert.That(page.Sum("target_info", ("service_name", "enterprise-api")), Is.EqualTo(1));
            Assert.That(
                page.Sum("http_server_request_duration_seconds_count", ("http_route", "/v1/me")),
                Is.GreaterThanOrEqualTo(1)
            );
            Assert.That(
                page.Samples.Where(sample => sample.Name == "http_server_request_duration_seconds_count")
                    .Select(sample => sample["http_route"])
                    .Where(route => route.Length > 0),
                Is.All.StartsWith("/").And.None.StartsWith("//")
            );
            Assert.That(page.Find("enterprise_api_login_duration_seconds")?.Type, Is.EqualTo("histogram"));
            Assert.That(page.Find("enterprise_api_refresh_attempts_total")?.Type, Is.EqualTo("counter"));
            Assert.That(page.Find("db_client_operation_duration_seconds")?.Type, Is.EqualTo("histogram"));
            Assert.That(page.Find("dotnet_gc_collections_total")?.Type, Is.EqualTo("counter"));
            Assert.That(page.Find("kestrel_active_connections")?.Type, Is.EqualTo("gauge"));
        });
    }

    [Test]
    public async Task Promtool_takes_the_page_and_finds_only_names_of_others_odd()
    {
        PrometheusPrograms.Need();
        var (exitCode, lines) = await PrometheusPrograms.CheckMetricsAsync(await client.GetStringAsync("/metrics"));

        Assert.That(lines, Is.All.Match(NamedByOthers));
        Assert.That(exitCode, Is.EqualTo(lines.Length == 0 ? 0 : 3));
    }

    [Test]
    public async Task However_many_ask_at_once_each_gets_a_whole_page_or_is_told_to_come_again()
    {
        using var traffic = new CancellationTokenSource();
        var requests = Task.Run(() => RequestAsync(traffic.Token));

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(_ => client.SendAsync(HttpMethod.Get, "/metrics"))
        );
        await traffic.CancelAsync();
        await requests;

        foreach (var answer in answers)
            if (answer.Status == 200)
                Assert.That(PrometheusText.Parse(answer.Text).Families, Has.Count.GreaterThan(20));
            else
                Assert.That(
                    (answer.Status, answer.Code, answer.Header("Retry-After")),
                    Is.EqualTo((503, "server.overloaded", "5"))
                );
        Assert.That(answers, Has.Some.Property(nameof(Answer.Status)).EqualTo(200));
        Assert.That((await client.SendAsync(HttpMethod.Get, "/metrics")).Status, Is.EqualTo(200));
        AssertNothingCrashed();
    }

    [Test]
    public async Task Only_reading_is_for_this_route()
    {
        var answer = await client.SendJsonAsync(HttpMethod.Post, "/metrics", "{}");

        Assert.That(
            (answer.Status, answer.Code, answer.Header("Allow")),
            Is.EqualTo((405, "request.method_not_allowed", "GET, HEAD"))
        );
    }

    [TestCase("Telemetry:Prometheus", "false")]
    [TestCase("OTEL_SDK_DISABLED", "true")]
    public async Task Where_it_is_switched_off_there_is_no_such_route(string name, string value)
    {
        await using var host = new ApiHost(Database.ConnectionString, (name, value));
        using var other = host.CreateClient();

        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post])
        {
            var answer = await other.SendAsync(method, "/metrics");
            Assert.That((answer.Status, answer.Code), Is.EqualTo((404, "request.not_found")));
        }
    }

    [Test]
    public async Task A_page_that_cannot_be_made_is_refused_and_never_half_sent()
    {
        await using var host = new ApiHost(Database.ConnectionString)
        {
            Replace = services =>
                services.AddSingleton(new Scrapes(new PrometheusExporter(), TimeProvider.System, Log)),
        };
        using var other = host.CreateClient();

        var answer = await other.SendAsync(HttpMethod.Get, "/metrics");

        Assert.That((answer.Status, answer.Code), Is.EqualTo((503, "server.overloaded")));
    }

    private static Microsoft.Extensions.Logging.ILogger<Scrapes> Log =>
        Microsoft.Extensions.Logging.Abstractions.NullLogger<Scrapes>.Instance;

    private async Task<PrometheusText> ReadAsync() => PrometheusText.Parse(await client.GetStringAsync("/metrics"));

    private async Task RequestAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
            await client.SendAsync(HttpMethod.Get, "/v1/me");
    }
}
