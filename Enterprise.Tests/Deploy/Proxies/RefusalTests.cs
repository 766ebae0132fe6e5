using System.Net;
using System.Text;
using Enterprise.Tests.Support;
using Enterprise.Tests.Support.Proxies;

namespace Enterprise.Tests.Deploy.Proxies;

/// <summary>What a proxy refuses by itself is refused as the application would. Behind it is an instance that hangs.</summary>
[TestFixture(ProxyKind.Nginx)]
[TestFixture(ProxyKind.Caddy)]
internal sealed class RefusalTests(ProxyKind kind)
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    private readonly FakeInstance instance = new() { Reaction = Reaction.Hangs };
    private ProxyProcess proxy = null!;
    private HttpClient client = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        ProxyPrograms.Need();
        proxy = await ProxyProcess.StartAsync(kind, instance.Address);
        client = proxy.CreateClient();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        client?.Dispose();
        if (proxy is not null)
            await proxy.DisposeAsync();
        instance.Dispose();
    }

    [TestCase("/metrics")]
    [TestCase("/Metrics/")]
    [TestCase("/%6detrics")]
    [TestCase("//metrics")]
    public async Task Metrics_are_for_nobody_outside(string path)
    {
        // Byte by byte: a client of .NET would write the path as it should be.
        var answer = await proxy.AskRawAsync($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");

        answer.MustRefuse(404, "request.not_found", path);
        Assert.That(instance.Heads, Has.None.Contains("etrics"));
    }

    [TestCase("POST", "/v1/auth/login", 1 << 20)]
    [TestCase("PUT", "/v1/me", 1 << 20)]
    [TestCase("PUT", "/v1/me/avatar", 20 << 20)]
    public async Task A_body_with_a_byte_too_many_is_not_passed_on(string method, string path, int limit)
    {
        var answer = await proxy.AskRawAsync(
            $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {limit + 1}\r\n\r\n"
        );

        answer.MustRefuse(413, "request.too_large", path);
        Assert.That(instance.Heads, Has.None.Contains($"{method} {path} "));
    }

    [Test]
    public async Task An_address_that_is_too_long_is_refused_without_being_repeated_whole()
    {
        var path = "/" + new string('a', 9000);

        var answer = await client.SendAsync(HttpMethod.Get, path);

        Assert.That((answer.Status, answer.Code), Is.EqualTo((414, "request.malformed")));
        Assert.That(answer.Text, Has.Length.LessThan(2000));
    }

    [Test]
    public async Task Headers_that_are_too_large_are_refused()
    {
        var lines = string.Concat(Enumerable.Range(0, 6).Select(n => $"x-{n}: {new string('a', 8000)}\r\n"));

        var answer = await proxy.AskRawAsync($"GET /v1/me HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n");

        Assert.That(answer?.Status, Is.EqualTo(431));
        // The heart of Caddy's server writes this one itself.
        Assert.That(answer!.Code, Is.EqualTo(kind == ProxyKind.Nginx ? "request.malformed" : null));
    }

    [TestCase("GET\r\n\r\n")]
    [TestCase("GET /v1/me HTTP/1.1\r\n\r\n")]
    [TestCase("GET /v1/me HTTP/1.1\r\nHost: localhost\r\n : x\r\n\r\n")]
    [TestCase("POST /v1/me HTTP/1.1\r\nHost: localhost\r\nContent-Length: many\r\n\r\n")]
    public async Task A_request_that_cannot_be_read_is_refused(string request)
    {
        var answer = await proxy.AskRawAsync(request);

        Assert.That(answer?.Status, Is.EqualTo(400));
        // The heart of Caddy's server writes this one itself.
        Assert.That(answer!.Code, Is.EqualTo(kind == ProxyKind.Nginx ? "request.malformed" : null));
        Assert.That(instance.Heads, Has.None.Contains(request.Split("\r\n")[0]));
    }

    [Test]
    public async Task A_name_that_Caddy_does_not_serve_is_refused_by_it()
    {
        // nginx passes every name on, and APP_SERVER__ALLOWED_HOSTS decides.
        if (kind == ProxyKind.Nginx)
            Assert.Pass("The application refuses it.");

        var answer = await proxy.AskRawAsync("GET /v1/me HTTP/1.1\r\nHost: evil.example\r\n\r\n");

        answer.MustRefuse(421, "request.unknown_host", "/v1/me");
    }

    [Test]
    public async Task Ids_of_the_request_stand_in_the_refusal()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics?q=secret");
        request.Headers.Add("x-request-id", "of-the-client");
        request.Headers.Add("traceparent", $"00-{Trace}-b7ad6b7169203331-01");

        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();

        Assert.That(text, Does.Contain("\"of-the-client\"").And.Contain(Trace).And.Not.Contain("secret"));
    }

    [Test]
    public async Task An_id_that_is_none_is_not_repeated()
    {
        var answer = await client.SendAsync(HttpMethod.Get, "/metrics", header: ("x-request-id", "a\"}b"));

        answer.MustRefuse(404, "request.not_found", "/metrics");
        Assert.That(answer.Header("x-request-id"), Does.Match("^[0-9a-f-]{32,36}$"));
    }

    [TestCase("GET", "/swagger/index.html?a=b", "text/html,*/*", 308)]
    [TestCase("HEAD", "/", "text/html", 308)]
    [TestCase("GET", "/", "application/json", 403)]
    [TestCase("GET", "/v1/me", "text/html", 403)]
    [TestCase("GET", "/V1", "text/html", 403)]
    [TestCase("POST", "/", "text/html", 403)]
    [TestCase("POST", "/v1/auth/login", "*/*", 403)]
    public async Task Plain_HTTP_sends_people_to_https_and_refuses_programs(
        string method,
        string path,
        string accepted,
        int status
    )
    {
        var answer = await client.SendAsync(
            HttpMethod.Parse(method),
            new Uri(proxy.Http, path).AbsoluteUri,
            header: ("Accept", accepted)
        );

        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That(
            answer.Header("Location"),
            Is.EqualTo(status == 308 ? new Uri(proxy.Https, path).AbsoluteUri : null)
        );
        if (status == 403)
            answer.MustRefuse(403, "proxy.https_required", path);
    }

    [Test]
    public async Task Plain_HTTP_on_the_port_of_TLS_is_refused()
    {
        var came = Encoding.UTF8.GetString(
            await ProxyCalls.AskPlainAsync(proxy.Https, "GET /v1/me HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray())
        );

        Assert.That(came, Does.Match(kind == ProxyKind.Nginx ? "^HTTP/1.1 403 .*" : "^HTTP/1.0 400 "));
        Assert.That(came, Does.Contain(kind == ProxyKind.Nginx ? "proxy.https_required" : "HTTPS server"));
    }

    [TestCase(2, true)] // TLS 1.1
    [TestCase(3, false)] // TLS 1.2: the same greeting, so that what is refused is the version
    public async Task TLS_before_its_version_2_is_refused(byte minor, bool isRefused)
    {
        var came = await ProxyCalls.AskPlainAsync(proxy.Https, ClientHello.Of(minor), enough: 7);

        Assert.That(came, Is.Not.Empty);
        // RFC 5246: 21 is an alert, and 70 "protocol_version"; 22 a handshake message.
        Assert.That((came[0], came[0] == 21 ? came[6] : 0), Is.EqualTo(isRefused ? (21, 70) : (22, 0)));
    }

    [Test]
    public async Task The_log_tells_no_query()
    {
        await client.SendAsync(HttpMethod.Get, "/metrics?q=of-somebody", token: "a-token");

        var line = await Eventually.Async(
            () =>
                Task.FromResult(proxy.Lines.LastOrDefault(line => line.Contains("/metrics", StringComparison.Ordinal))),
            line => line is not null
        );
        Assert.That(line, Is.Not.Null);
        Assert.That(proxy.Lines, Has.None.Contains("of-somebody").And.None.Contains("a-token"));
    }

    [TestCase("1.1")]
    [TestCase("2.0")]
    public async Task TLS_1_2_and_newer_carries_both_versions_of_HTTP(string version)
    {
        using var other = proxy.CreateClient(Version.Parse(version));

        using var response = await other.GetAsync(new Uri("/metrics", UriKind.Relative));

        Assert.That(
            (response.StatusCode, response.Version),
            Is.EqualTo((HttpStatusCode.NotFound, Version.Parse(version)))
        );
    }
}
