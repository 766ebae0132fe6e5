using System.Text.Json;
using Enterprise.Api.Logging;
using Enterprise.Application.Abstractions;
using Enterprise.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Enterprise.Tests.Api.Logging;

/// <summary>What a request leaves on standard output (requirements.md I1).</summary>
internal sealed class RequestLineTests : ApiFixture
{
    private const string RequestId = "x-request-id";
    private const int AccessEvent = 1010;
    private const int CrashEvent = 1001;

    private LineSink Sink => SinkOf(Host);

    [Test]
    public async Task An_anonymous_request_has_every_stable_key_and_no_caller()
    {
        await Client.SendAsync(HttpMethod.Get, "/health?canary=1", header: (RequestId, "anonymous"));

        var line = Access(Sink, "anonymous");
        Assert.Multiple(() =>
        {
            Assert.That(
                Names(line),
                Is.EqualTo([
                    "time",
                    "level",
                    "service",
                    "env",
                    "category",
                    "event_id",
                    "event_name",
                    "message",
                    "request_id",
                    "trace_id",
                    "span_id",
                    "http.method",
                    "http.route",
                    "http.status",
                    "latency_ms",
                ])
            );
            Assert.That(line.GetProperty("service").GetString(), Is.EqualTo("enterprise-api"));
            Assert.That(line.GetProperty("trace_id").GetString(), Does.Match("^[0-9a-f]{32}$"));
            Assert.That(line.GetProperty("span_id").GetString(), Does.Match("^[0-9a-f]{16}$"));
            Assert.That(Told(line), Is.EqualTo(("GET", "/health", 200)));
            Assert.That(line.GetProperty("event_name").GetString(), Is.EqualTo("Request"));
        });
    }

    [Test]
    public async Task An_authenticated_request_names_its_caller_by_their_opaque_id()
    {
        var (id, email) = await NewAccountAsync();
        var token = await NewTokenAsync(email);

        await Client.SendAsync(HttpMethod.Get, "/v1/me", token: token, header: (RequestId, "authenticated"));
        await Client.SendAsync(HttpMethod.Get, "/v1/users", token: token, header: (RequestId, "forbidden"));

        Assert.Multiple(() =>
        {
            Assert.That(Access(Sink, "authenticated").GetProperty("user_id").GetGuid(), Is.EqualTo(id));
            Assert.That(Access(Sink, "forbidden").GetProperty("user_id").GetGuid(), Is.EqualTo(id));
            Assert.That(Error(Access(Sink, "authenticated")), Is.Null);
            Assert.That(Error(Access(Sink, "forbidden")), Is.EqualTo("auth.forbidden"));
            Assert.That(Sink.Lines, Has.None.Contains(email));
        });
    }

    [TestCase("/v1/me", 401, "auth.missing_token", "/v1/me")]
    [TestCase("/v1/canary", 404, "request.not_found", "")]
    [TestCase("/v1/users/not-an-id", 401, "auth.missing_token", "/v1/users/{id}")]
    public async Task A_refused_request_tells_the_code_of_the_refusal(
        string path,
        int status,
        string code,
        string route
    )
    {
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");
        await Client.SendAsync(HttpMethod.Get, path, header: (RequestId, id));

        var line = Access(Sink, id);
        Assert.That(Told(line), Is.EqualTo(("GET", route, status)));
        Assert.That(Error(line), Is.EqualTo(code));
        Assert.That(line.TryGetProperty("user_id", out _), Is.False);
    }

    [Test]
    public async Task A_crash_has_a_line_with_the_exception_and_its_access_line_tells_the_code()
    {
        await using var host = new ApiHost(Database.ConnectionString)
        {
            Replace = services =>
            {
                Replace(services);
                services.AddSingleton<ILoginStore>(_ => throw new InvalidTimeZoneException("first\nsecond"));
            },
        };
        using var client = host.CreateClient();

        await client.SendAsync(
            HttpMethod.Post,
            "/v1/auth/login",
            JsonContent.Of(new { email = "canary@example.com", password = "canary-password" }),
            header: (RequestId, "crashed")
        );

        var sink = SinkOf(host);
        var crash = Single(sink, "crashed", CrashEvent);
        Assert.Multiple(() =>
        {
            Assert.That(Error(Access(sink, "crashed")), Is.EqualTo("server.error"));
            Assert.That(Told(Access(sink, "crashed")), Is.EqualTo(("POST", "/v1/auth/login", 500)));
            Assert.That(Error(crash), Does.Contain("first\nsecond").And.Contain("   at "));
            Assert.That(crash.GetProperty("level").GetString(), Is.EqualTo("error"));
            Assert.That(
                crash.GetProperty("trace_id").GetString(),
                Is.EqualTo(Access(sink, "crashed").GetProperty("trace_id").GetString())
            );
            Assert.That(sink.Lines, Has.None.Contains("canary"));
        });
    }

    [Test]
    public async Task Neither_paths_nor_queries_nor_addresses_nor_tokens_reach_a_line()
    {
        await Client.SendAsync(
            HttpMethod.Get,
            "/v1/users/canary-path?q=canary-query",
            token: "canary-token",
            address: "203.0.113.77",
            header: ("user-agent", "canary-agent")
        );
        await PostTextAsync("/v1/auth/login", """{"email":"canary@example.com","password":"canary-pa""");
        await PostTextAsync("/v1/auth/login", "<canary/>", "application/xml");
        await Client.SendAsync(HttpMethod.Get, "/health", header: ("accept", "text/canary"));

        Assert.That(Sink.Lines, Has.None.Contains("canary").And.None.Contains("203.0.113.77"));
    }

    protected override void Replace(IServiceCollection services)
    {
        services.AddSingleton(provider => new LineSink(
            provider
                .GetServices<ConsoleFormatter>()
                .Single(formatter => formatter.Name == JsonLogFormatter.FormatterName)
        ));
        services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<LineSink>());
    }

    private static LineSink SinkOf(ApiHost host) => host.Services.GetRequiredService<LineSink>();

    private static JsonElement Access(LineSink sink, string requestId) => Single(sink, requestId, AccessEvent);

    private static JsonElement Single(LineSink sink, string requestId, int eventId) =>
        sink.Of(requestId).Single(line => line.GetProperty("event_id").GetInt32() == eventId);

    private static IEnumerable<string> Names(JsonElement line) => line.EnumerateObject().Select(member => member.Name);

    private static string? Error(JsonElement line) =>
        line.TryGetProperty("error", out var error) ? error.GetString() : null;

    private static (string? Method, string? Route, int Status) Told(JsonElement line) =>
        (
            line.GetProperty("http.method").GetString(),
            line.GetProperty("http.route").GetString(),
            line.GetProperty("http.status").GetInt32()
        );
}
