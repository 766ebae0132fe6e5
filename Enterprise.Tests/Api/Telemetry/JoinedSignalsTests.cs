using Enterprise.Application.Sessions;
using Enterprise.Tests.Support;
using Enterprise.Tests.Support.Otlp;

namespace Enterprise.Tests.Api.Telemetry;

/// <summary>One sign-in, one refresh and one refused request, read from all three signals by the id of their trace.</summary>
[TestFixture("grpc")]
[TestFixture("http/protobuf")]
internal sealed class JoinedSignalsTests(string protocol)
{
    private const string Password = "violet-kettle-orbit-93";
    private const string Duration = "http.server.request.duration";

    private readonly Traced login = Traced.New();
    private readonly Traced refresh = Traced.New();
    private readonly Traced refused = Traced.New();
    private readonly string email = Fresh.Email();
    private CollectedHost program = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        program = await CollectedHost.StartAsync(
            protocol,
            ("Telemetry:Headers", "authorization=Bearer%20of-the-collector"),
            ("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip")
        );
        var credentials = new { email, password = Password };
        await program.Client.SendAsync(HttpMethod.Post, "/v1/auth/register", JsonContent.Of(credentials));
        var pair = (await login.SendAsync(program.Client, HttpMethod.Post, "/v1/auth/login", credentials)).Pair();
        await refresh.SendAsync(
            program.Client,
            HttpMethod.Post,
            "/v1/auth/refresh",
            new { refresh_token = pair.Refresh }
        );
        await refused.SendAsync(program.Client, HttpMethod.Get, "/v1/users", token: pair.Access);
    }

    [OneTimeTearDown]
    public ValueTask StopAsync() => program.DisposeAsync();

    [TestCase("login", "POST /v1/auth/login", "200", SessionMetrics.LoginDuration)]
    [TestCase("refresh", "POST /v1/auth/refresh", "200", SessionMetrics.RefreshAttempts)]
    [TestCase("refused", "GET /v1/users", "403", Duration)]
    public async Task Each_is_in_all_three(string which, string name, string status, string metric)
    {
        var trace = (
            which == "login" ? login
            : which == "refresh" ? refresh
            : refused
        ).TraceId;
        var spans = await program.TraceAsync(trace, span => span.Kind == OtlpSpan.Server);
        var server = spans.Single(span => span.Kind == OtlpSpan.Server);
        var line = await Eventually.Async(
            () => Task.FromResult(program.Collector.Logs.FirstOrDefault(log => log.TraceId == trace && IsAccess(log))),
            found => found is not null
        );
        var measured = await Eventually.Async<IReadOnlyList<OtlpPoint>>(
            () => Task.FromResult<IReadOnlyList<OtlpPoint>>([.. program.Collector.Points.Where(Shows)]),
            found => found.Any(point => point.Metric == metric) && found.Any(point => point.Metric == Duration)
        );

        Assert.Multiple(() =>
        {
            Assert.That((server.Name, server.Attributes["http.response.status_code"]), Is.EqualTo((name, status)));
            Assert.That(line, Is.Not.Null, "The access line.");
            Assert.That(line!.SpanId, Is.EqualTo(server.SpanId));
            Assert.That(line.Attributes["http.status"], Is.EqualTo(status));
            Assert.That(line.Attributes["request_id"], Is.EqualTo(server.Attributes["enterprise_api.request.id"]));
            Assert.That(measured.Select(point => point.Metric), Does.Contain(metric).And.Contain(Duration));
        });

        bool Shows(OtlpPoint point) => point.TraceIds.Contains(trace);
    }

    [Test]
    public async Task The_collector_is_told_who_sends_and_nobody_else_is()
    {
        await program.TraceAsync(login.TraceId, span => span.Kind == OtlpSpan.Server);

        Assert.That(program.Collector.Authorizations, Is.Not.Empty.And.All.EqualTo("Bearer of-the-collector"));
        Assert.That(
            program.Collector.Bodies.Select(System.Text.Encoding.Latin1.GetString),
            Has.None.Contains("of-the-collector").And.None.Contains(email).And.None.Contains(Password)
        );
    }

    private static bool IsAccess(OtlpLog log) => log.Attributes.ContainsKey("http.status");
}
