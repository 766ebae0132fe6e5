using Enterprise.Application.Abstractions;
using Enterprise.Tests.Api.Swagger;
using Enterprise.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace Enterprise.Tests.Api.Edge;

internal sealed class CorsTests : ApiFixture
{
    private const string App = "https://app.example.com";
    private const string Allow = "Access-Control-Allow-Origin";

    protected override (string Key, string Value)[] Settings =>
        [("Cors:Origins", $"{App},http://localhost:5173"), ("Limits:CredentialsPerMinutePerClient", "1")];

    [TestCase("GET", "/v1/me", 401)]
    [TestCase("GET", "/nope", 404)]
    [TestCase("DELETE", "/health", 405)]
    [TestCase("GET", "/health", 200)]
    [TestCase("HEAD", "/health", 200)]
    [TestCase("GET", "/.well-known/jwks.json", 200)]
    public async Task A_page_of_ours_can_read_answers_and_refusals(string method, string path, int status)
    {
        var answer = await Client.SendAsync(new HttpMethod(method), path, header: ("Origin", App));

        Assert.Multiple(() =>
        {
            Assert.That((answer.Status, answer.Header(Allow)), Is.EqualTo((status, App)));
            Assert.That(answer.Header("Vary"), Does.Contain("Origin"));
            Assert.That(answer.Header("Access-Control-Allow-Credentials"), Is.Null);
            Assert.That(
                answer.Header("Access-Control-Expose-Headers")!.Split(',', StringSplitOptions.TrimEntries),
                Is.EquivalentTo([
                    "ETag",
                    "Location",
                    "Link",
                    "Retry-After",
                    "RateLimit",
                    "RateLimit-Policy",
                    "x-request-id",
                    "WWW-Authenticate",
                ])
            );
        });
    }

    [Test]
    public async Task It_can_read_that_it_should_wait()
    {
        var answers = new List<Answer>();
        for (var i = 0; i < 3; i++)
        {
            using var content = JsonContent.Of(new { email = "a@b.de", password = "x" });
            content.Headers.TryAddWithoutValidation(ApiHost.AddressHeader, "203.0.113.77");
            answers.Add(
                await Client.SendAsync(
                    HttpMethod.Post,
                    "/v1/auth/login",
                    content,
                    address: "203.0.113.77",
                    header: ("Origin", App)
                )
            );
        }

        Assert.That(
            (answers[^1].Status, answers[^1].Header(Allow), answers[^1].Header("Retry-After") is not null),
            Is.EqualTo((429, App, true))
        );
    }

    [Test]
    public async Task It_can_read_that_something_broke()
    {
        await using var host = new ApiHost(
            DocumentFixture.NoDatabase,
            ("Cors:Origins", App),
            ("Db:ConnectSeconds", "2")
        )
        {
            Replace = services => services.AddSingleton<ILoginStore>(_ => throw new InvalidTimeZoneException("hidden")),
        };
        using var client = host.CreateClient();

        var answer = await client.SendAsync(
            HttpMethod.Post,
            "/v1/auth/login",
            JsonContent.Of(new { email = "a@b.de", password = "x" }),
            header: ("Origin", App)
        );

        Assert.That((answer.Status, answer.Header(Allow)), Is.EqualTo((500, App)));
    }

    [TestCase("https://evil.example")]
    [TestCase("http://app.example.com")]
    [TestCase("https://app.example.com:8443")]
    [TestCase("https://app.example.com.evil.example")]
    [TestCase("https://evilapp.example.com")]
    [TestCase("https://sub.app.example.com")]
    [TestCase("HTTPS://APP.EXAMPLE.COM")]
    [TestCase("null")]
    [TestCase("*")]
    [TestCase("")]
    [TestCase("https://app.example.com, https://evil.example")]
    public async Task Another_page_cannot_and_caches_are_told(string origin)
    {
        var answer = await Client.SendAsync(HttpMethod.Get, "/.well-known/jwks.json", header: ("Origin", origin));
        var preflight = await PreflightAsync(origin, "GET", "authorization");

        Assert.Multiple(() =>
        {
            Assert.That((answer.Status, answer.Header(Allow)), Is.EqualTo((200, (string?)null)));
            Assert.That(preflight.Header(Allow), Is.Null);
            Assert.That((answer.Header("Vary"), preflight.Header("Vary")), Is.EqualTo(("Origin", "Origin")));
        });
    }

    [Test]
    public async Task Who_names_no_origin_may_be_answered_from_a_cache_only_if_that_is_told() =>
        Assert.That((await GetAsync("/.well-known/jwks.json")).Header("Vary"), Is.EqualTo("Origin"));

    [TestCase("GET", "authorization", true)]
    [TestCase("HEAD", "authorization", true)]
    [TestCase("PATCH", "authorization,content-type,if-match,if-none-match,traceparent,x-request-id", true)]
    [TestCase("PUT", "if-match", true)]
    [TestCase("DELETE", "", true)]
    [TestCase("TRACE", "authorization", false)]
    [TestCase("GET", "x-forwarded-for", false)]
    [TestCase("GET", "authorization,x-evil", false)]
    public async Task A_preflight_needs_no_token_and_names_what_is_allowed(string method, string headers, bool allowed)
    {
        var answer = await PreflightAsync(App, method, headers);
        var methods = answer.Header("Access-Control-Allow-Methods")?.Split(',') ?? [];
        var names = answer.Header("Access-Control-Allow-Headers")?.Split(',') ?? [];

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(204));
            Assert.That(
                methods.Contains(method)
                    && headers
                        .Split(',', StringSplitOptions.RemoveEmptyEntries)
                        .All(name => names.Contains(name, StringComparer.OrdinalIgnoreCase)),
                Is.EqualTo(allowed)
            );
            Assert.That(answer.Header("Access-Control-Max-Age"), Is.EqualTo("600"));
            Assert.That(answer.Header("Access-Control-Allow-Credentials"), Is.Null);
        });
    }

    [TestCase("Development", "*")]
    [TestCase("Production", null)]
    public async Task Without_a_list_any_page_may_in_development_and_none_elsewhere(string environment, string? allowed)
    {
        await using var host = new ApiHost(DocumentFixture.NoDatabase)
        {
            Replace = services =>
                services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = environment }),
        };
        using var client = host.CreateClient();

        var answer = await client.SendAsync(HttpMethod.Get, "/v1/me", header: ("Origin", "https://any.example"));

        Assert.That((answer.Status, answer.Header(Allow)), Is.EqualTo((401, allowed)));
        Assert.That(answer.Header("Access-Control-Allow-Credentials"), Is.Null);
        Assert.That(answer.Header("Vary"), allowed is null ? Is.Null : Is.EqualTo("Origin"));
    }

    private async Task<Answer> PreflightAsync(string origin, string method, string headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/v1/me");
        request.Headers.TryAddWithoutValidation("Origin", origin);
        request.Headers.TryAddWithoutValidation("Access-Control-Request-Method", method);
        if (headers.Length > 0)
            request.Headers.TryAddWithoutValidation("Access-Control-Request-Headers", headers);
        using var response = await Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Answer((int)response.StatusCode, text, response.Headers, response.Content.Headers);
    }
}
