using Enterprise.Api.Telemetry;
using Enterprise.Application;
using Enterprise.Tests.Support;
using Enterprise.Tests.Support.Otlp;

namespace Enterprise.Tests.Api.Telemetry;

/// <summary>A span for each request, with what it waited for beneath it (requirements.md I2).</summary>
[TestFixture("grpc")]
[TestFixture("http/protobuf")]
internal sealed class TraceTests(string protocol)
{
    private const string Password = "violet-kettle-orbit-93";

    private readonly string email = Fresh.Email();
    private CollectedHost program = null!;
    private Pair pair = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        program = await CollectedHost.StartAsync(protocol);
        await SendAsync(Traced.New(), HttpMethod.Post, "/v1/auth/register", new { email, password = Password });
        pair = (await LoginAsync(Traced.New())).Pair();
    }

    [OneTimeTearDown]
    public ValueTask StopAsync() => program.DisposeAsync();

    [Test]
    public async Task A_sign_in_is_one_trace_with_its_statements_and_its_hash()
    {
        var traced = Traced.New();
        var login = await LoginAsync(traced);
        var spans = await program.TraceAsync(traced.TraceId, IsServer);
        var server = spans.Single(IsServer);

        Assert.Multiple(() =>
        {
            Assert.That(login.Status, Is.EqualTo(200));
            Assert.That(server.Name, Is.EqualTo("POST /v1/auth/login"));
            Assert.That(server.ParentId, Is.EqualTo(traced.ParentId), "The caller's span is the parent.");
            Assert.That(
                server.Attributes,
                Is.EquivalentTo(
                    new Dictionary<string, string>
                    {
                        ["http.request.method"] = "POST",
                        ["http.route"] = "/v1/auth/login",
                        ["http.response.status_code"] = "200",
                        ["url.scheme"] = "http",
                        ["url.path"] = "/v1/auth/login",
                        ["network.protocol.version"] = "1.1",
                        [RequestSpans.RequestId] = login.Header("x-request-id")!,
                    }
                )
            );
            Assert.That(
                spans.Where(span => span.ParentId == server.SpanId).Select(span => span.Name),
                Is.EquivalentTo(["postgresql", Traces.HashWait, Traces.HashWork, "postgresql"])
            );
        });
    }

    [Test]
    public async Task The_wait_for_a_hash_ends_where_its_work_begins()
    {
        var traced = Traced.New();
        await LoginAsync(traced);
        var spans = await program.TraceAsync(traced.TraceId, IsServer);
        var wait = spans.Single(span => span.Name == Traces.HashWait);
        var work = spans.Single(span => span.Name == Traces.HashWork);

        Assert.Multiple(() =>
        {
            Assert.That(wait.End, Is.EqualTo(work.Start));
            Assert.That(wait.Start, Is.LessThanOrEqualTo(wait.End));
            Assert.That(work.Start, Is.LessThan(work.End));
        });
    }

    [Test]
    public async Task A_refresh_tells_its_outcome_and_a_token_its_first_validation()
    {
        var (first, second, me) = (Traced.New(), Traced.New(), Traced.New());
        var login = (await LoginAsync(Traced.New())).Pair();
        var refreshed = await RefreshAsync(first, login.Refresh);
        await RefreshAsync(second, "nothing");
        await SendAsync(me, HttpMethod.Get, "/v1/me", token: refreshed.Pair().Access);

        Assert.Multiple(async () =>
        {
            Assert.That(await OutcomeAsync(first, Traces.Refresh), Is.EqualTo("rotated"));
            Assert.That(await OutcomeAsync(second, Traces.Refresh), Is.EqualTo("malformed"));
            Assert.That(await OutcomeAsync(me, Traces.TokenValidation), Is.EqualTo("valid"));
        });

        var again = Traced.New();
        await SendAsync(again, HttpMethod.Get, "/v1/me", token: refreshed.Pair().Access);
        var spans = await program.TraceAsync(again.TraceId, IsServer);
        Assert.That(spans.Select(span => span.Name), Has.None.EqualTo(Traces.TokenValidation));
    }

    [Test]
    public async Task A_refusal_is_no_error_of_the_server_and_names_its_code()
    {
        var (forbidden, unknown, unread) = (Traced.New(), Traced.New(), Traced.New());
        await SendAsync(forbidden, HttpMethod.Get, "/v1/users?q=ada%40example.com", token: pair.Access);
        await SendAsync(unknown, HttpMethod.Get, "/v1/nobody/ada%40example.com");
        await SendAsync(unread, HttpMethod.Post, "/v1/auth/login", new { nothing = 1 });

        var spans = new[] { await ServerAsync(forbidden), await ServerAsync(unknown), await ServerAsync(unread) };

        Assert.Multiple(() =>
        {
            Assert.That(spans.Select(span => span.Name), Is.EqualTo(["GET /v1/users", "GET", "POST /v1/auth/login"]));
            Assert.That(
                spans.Select(span => span.Attributes[RequestSpans.ProblemCode]),
                Is.EqualTo(["auth.forbidden", "request.not_found", "request.malformed"])
            );
            Assert.That(spans.Select(span => span.Status), Has.None.EqualTo(OtlpSpan.StatusError));
            Assert.That(spans.SelectMany(span => span.Attributes.Keys), Has.None.EqualTo("error.type"));
            Assert.That(spans[0].Attributes["url.query"], Is.EqualTo(SpanNames.Redacted));
            Assert.That(spans[1].Attributes["url.path"], Is.EqualTo(SpanNames.Redacted));
        });
    }

    [Test]
    public async Task A_path_shows_ids_and_no_other_value()
    {
        var (withId, withText) = (Traced.New(), Traced.New());
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        await SendAsync(withId, HttpMethod.Get, $"/v1/users/{id}", token: pair.Access);
        await SendAsync(withText, HttpMethod.Get, "/v1/users/ada%40example.com", token: pair.Access);

        Assert.That((await ServerAsync(withId)).Attributes["url.path"], Is.EqualTo($"/v1/users/{id}"));
        Assert.That((await ServerAsync(withText)).Attributes["url.path"], Is.EqualTo("/v1/users/{id}"));
    }

    [Test]
    public async Task Probes_leave_no_spans()
    {
        var (probe, request) = (Traced.New(), Traced.New());
        await SendAsync(probe, HttpMethod.Get, "/health");
        await SendAsync(request, HttpMethod.Get, "/v1/me");
        await ServerAsync(request);

        Assert.That(program.Collector.Spans.Where(span => span.TraceId == probe.TraceId), Is.Empty);
    }

    [TestCase("")]
    [TestCase("00")]
    [TestCase("00-00000000000000000000000000000000-0000000000000000-01")]
    [TestCase("00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01")]
    [TestCase("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-extra")]
    [TestCase("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")]
    [TestCase("../../etc/passwd")]
    public async Task A_parent_that_is_none_begins_a_trace_of_its_own(string parent)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/me");
        request.Headers.TryAddWithoutValidation("traceparent", parent);
        request.Headers.TryAddWithoutValidation("tracestate", "a=b,,==,,");
        request.Headers.TryAddWithoutValidation("baggage", "user=ada%40example.com,;;;=");
        using var response = await program.Client.SendAsync(request);
        var problem = await response.Content.ReadAsStringAsync();

        Assert.That((int)response.StatusCode, Is.EqualTo(401), problem);
        Assert.That(problem, Does.Match("\"trace_id\":\"[0-9a-f]{32}\"").And.Not.Contain("4bf92f3577b34da6"));
    }

    [Test]
    public async Task The_trace_is_the_one_that_the_problem_names()
    {
        var traced = Traced.New();
        var refused = await SendAsync(traced, HttpMethod.Get, "/v1/me");

        Assert.That(refused.Json.GetProperty("trace_id").GetString(), Is.EqualTo(traced.TraceId));
    }

    [Test]
    public async Task A_span_says_which_service_it_is_from()
    {
        var server = await ServerAsync(await TracedRequestAsync());

        Assert.That(server.Resource["service.name"], Is.EqualTo("enterprise-api"));
        Assert.That(server.Resource["service.version"], Is.Not.Empty);
        Assert.That(Guid.TryParse(server.Resource["service.instance.id"], out _), Is.True);
        Assert.That(server.Resource["deployment.environment.name"], Is.EqualTo("production"));
    }

    [Test]
    public async Task No_statement_shows_a_value_and_no_pool_its_connection_string()
    {
        var traced = Traced.New();
        await LoginAsync(traced);
        var spans = await program.TraceAsync(traced.TraceId, IsServer);
        var statements = spans.Where(span => span.Scope == "Npgsql").ToArray();

        Assert.That(statements.Select(span => span.Attributes["db.query.text"]), Has.All.Not.Contain(email));
        Assert.That(
            statements.Select(span => span.Attributes["db.npgsql.data_source"]),
            Has.All.EqualTo("enterprise-api")
        );
        Assert.That(
            statements.SelectMany(span => span.Attributes.Values),
            Has.All.Not.Contain("Password").And.All.Not.Contain("Host=")
        );
    }

    private static bool IsServer(OtlpSpan span) => span.Kind == OtlpSpan.Server;

    private async Task<Traced> TracedRequestAsync()
    {
        var traced = Traced.New();
        await SendAsync(traced, HttpMethod.Get, "/v1/me");
        return traced;
    }

    private async Task<OtlpSpan> ServerAsync(Traced traced) =>
        (await program.TraceAsync(traced.TraceId, IsServer)).Single(IsServer);

    private async Task<string> OutcomeAsync(Traced traced, string name) =>
        (await program.TraceAsync(traced.TraceId, IsServer)).Single(span => span.Name == name).Attributes[
            Traces.Outcome
        ];

    private Task<Answer> LoginAsync(Traced traced) =>
        SendAsync(traced, HttpMethod.Post, "/v1/auth/login", new { email, password = Password });

    private Task<Answer> RefreshAsync(Traced traced, string token) =>
        SendAsync(traced, HttpMethod.Post, "/v1/auth/refresh", new { refresh_token = token });

    private Task<Answer> SendAsync(
        Traced traced,
        HttpMethod method,
        string path,
        object? body = null,
        string? token = null
    ) => traced.SendAsync(program.Client, method, path, body, token);
}
