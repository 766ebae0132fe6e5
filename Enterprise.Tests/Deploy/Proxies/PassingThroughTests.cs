using System.Net;
using System.Net.Sockets;
using Enterprise.Tests.Support;
using Enterprise.Tests.Support.Proxies;

namespace Enterprise.Tests.Deploy.Proxies;

/// <summary>What the program says reaches clients as it was said, and it knows who they are.</summary>
[TestFixture(ProxyKind.Nginx)]
[TestFixture(ProxyKind.Caddy)]
internal sealed class PassingThroughTests(ProxyKind kind)
{
    private const string Password = "a lantern under the bridge";

    private ProxyProcess proxy = null!;
    private HttpClient client = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        ProxyPrograms.Need();
        proxy = await ProxyProcess.StartAsync(kind, RealInstances.Addresses);
        client = proxy.CreateClient();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        client?.Dispose();
        if (proxy is not null)
            await proxy.DisposeAsync();
    }

    [Test]
    public async Task The_address_of_a_session_is_the_clients_whatever_it_claims()
    {
        // Another address than the proxy's own, which every connection to the program comes from.
        using var there = ClientFrom(IPAddress.Parse("127.0.0.2"));
        there.DefaultRequestHeaders.Add("X-Forwarded-For", "8.8.8.8");
        there.DefaultRequestHeaders.Add("X-Real-IP", "8.8.8.8");
        there.DefaultRequestHeaders.Add("Forwarded", "for=8.8.8.8");
        var person = new { email = $"{kind}@example.com", password = Password };
        var register = await PostAsync(there, "/v1/auth/register", person);
        Assert.That(register.Status, Is.EqualTo(201), register.Text);
        var login = await PostAsync(there, "/v1/auth/login", person);
        Assert.That(login.Status, Is.EqualTo(200), login.Text);

        var sessions = await client.SendAsync(HttpMethod.Get, "/v1/me/sessions", token: login.Pair().Access);

        Assert.That(
            sessions.Json.GetProperty("items")[0].GetProperty("address").GetString(),
            Is.EqualTo("127.0.0.2"),
            sessions.Text
        );
    }

    [TestCase("1.1")]
    [TestCase("2.0")]
    public async Task What_has_not_changed_is_not_sent_again(string version)
    {
        using var other = proxy.CreateClient(Version.Parse(version));
        var (session, token) = await RealInstances.SignInAsync();
        var path = $"/v1/users/{session.UserId}";

        var first = await other.SendAsync(HttpMethod.Get, path, token: token);
        var tag = first.Header("ETag")!;
        var second = await other.SendAsync(HttpMethod.Get, path, token: token, header: ("If-None-Match", tag));

        Assert.That((first.Status, second.Status, second.Header("ETag")), Is.EqualTo((200, 304, tag)));
        Assert.That(second.Text, Is.Empty);
    }

    [Test]
    public async Task Lists_come_compressed_as_the_program_packed_them()
    {
        var (_, token) = await RealInstances.SignInAsync("users.read");

        var plain = await client.SendAsync(HttpMethod.Get, "/v1/users", token: token);
        var packed = await client.SendAsync(
            HttpMethod.Get,
            "/v1/users",
            token: token,
            header: ("Accept-Encoding", "br")
        );

        Assert.That((plain.Status, plain.Header("Content-Encoding")), Is.EqualTo((200, (string?)null)));
        Assert.That((packed.Status, packed.Header("Content-Encoding")), Is.EqualTo((200, "br")));
        Assert.That(packed.Header("Vary"), Does.Contain("Accept-Encoding"));
    }

    [Test]
    public async Task A_head_has_no_body_and_the_headers_of_its_get()
    {
        var (_, token) = await RealInstances.SignInAsync();

        var head = await client.SendAsync(HttpMethod.Head, "/v1/me", token: token);

        Assert.That((head.Status, head.Text), Is.EqualTo((200, "")));
        Assert.That(head.Header("Content-Type"), Does.StartWith("application/json"));
    }

    [TestCase("GET", "/nowhere", 404, "request.not_found")]
    [TestCase("GET", "/v1/me", 401, "auth.missing_token")]
    [TestCase("DELETE", "/v1/auth/login", 405, "request.method_not_allowed")]
    [TestCase("POST", "/v1/auth/login", 415, "request.unsupported_media_type")]
    public async Task Refusals_are_the_programs(string method, string path, int status, string code)
    {
        var answer = await client.SendAsync(
            HttpMethod.Parse(method),
            path,
            method == "POST" ? new StringContent("x") : null,
            header: ("x-request-id", "of-the-client")
        );

        Assert.That((answer.Status, answer.Code), Is.EqualTo((status, code)));
        Assert.That(answer.Header("x-request-id"), Is.EqualTo("of-the-client"));
        // The program makes one where nobody sent it; a proxy's own refusal has none then.
        Assert.That(answer.Json.GetProperty("trace_id").GetString(), Has.Length.EqualTo(32));
    }

    [TestCase("/health")]
    [TestCase("/ready")]
    [TestCase("/version")]
    [TestCase("/.well-known/jwks.json")]
    public async Task What_is_for_everybody_is_reached(string path) =>
        Assert.That((await client.SendAsync(HttpMethod.Get, path)).Status, Is.EqualTo(200));

    [Test]
    public async Task A_body_as_large_as_may_be_is_judged_by_the_program()
    {
        var answer = await client.SendAsync(
            HttpMethod.Post,
            "/v1/auth/login",
            new ByteArrayContent(new byte[1 << 20]) { Headers = { { "Content-Type", "application/json" } } }
        );

        Assert.That((answer.Status, answer.Code), Is.EqualTo((400, "request.malformed")));
    }

    [Test]
    public async Task A_picture_may_be_larger_than_other_bodies()
    {
        var (_, token) = await RealInstances.SignInAsync();

        var answer = await client.SendAsync(
            HttpMethod.Put,
            "/v1/me/avatar",
            new ByteArrayContent(new byte[3 << 20]) { Headers = { { "Content-Type", "image/png" } } },
            token
        );

        // Three million zeros are no picture, and it was the program that looked.
        Assert.That(answer.Status, Is.EqualTo(400).Or.EqualTo(415), answer.Text);
    }

    [Test]
    public async Task Chunks_are_counted_as_they_come()
    {
        var chunk = $"8000\r\n{new string(' ', 0x8000)}\r\n";

        var answer = await proxy.AskRawAsync(
            "POST /v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                + string.Concat(Enumerable.Repeat(chunk, 33))
                + "0\r\n\r\n"
        );

        Assert.That((answer?.Status, answer?.Code), Is.EqualTo((413, "request.too_large")), answer?.Text);
    }

    /// <summary>On a machine that is busy a check may come too late, and Caddy before 2.8 has nobody then for a moment.</summary>
    private static Task<Answer> PostAsync(HttpClient client, string path, object body) =>
        Eventually.Async(
            () => client.SendAsync(HttpMethod.Post, path, JsonContent.Of(body)),
            answer => answer.Code != "proxy.unavailable"
        );

    private HttpClient ClientFrom(IPAddress address) =>
        new(
            new SocketsHttpHandler
            {
                SslOptions = proxy.Tls(),
                UseProxy = false,
                ConnectCallback = async (context, ct) =>
                {
                    var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                    socket.Bind(new IPEndPoint(address, 0));
                    await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, ct);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            }
        )
        {
            BaseAddress = proxy.Https,
        };
}
