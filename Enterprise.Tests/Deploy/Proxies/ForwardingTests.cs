using Enterprise.Tests.Support;
using Enterprise.Tests.Support.Proxies;

namespace Enterprise.Tests.Deploy.Proxies;

/// <summary>What reaches the instances, and which of them. Each test has a proxy of its own, before two stand-ins.</summary>
[TestFixture(ProxyKind.Nginx)]
[TestFixture(ProxyKind.Caddy)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ForwardingTests(ProxyKind kind) : IDisposable
{
    private static readonly string[] Claims =
    [
        "X-Forwarded-For: 8.8.8.8",
        "X-Forwarded-For: 8.8.4.4, 127.0.0.1",
        "X-Forwarded-Proto: ftp",
        "X-Forwarded-Host: evil.example",
        "X-Forwarded-Port: 1",
        "X-Forwarded-Prefix: /evil",
        "X-Forwarded-Server: evil.example",
        "X-Forwarded-Ssl: evil",
        "X-Forwarded-Client-Cert: By=evil",
        "X-Forwarded: for=8.8.8.8",
        "Forwarded: for=8.8.8.8;host=evil.example;proto=ftp",
        "Forwarded-For: 8.8.8.8",
        "X-Real-IP: 8.8.8.8",
        "X-Client-IP: 8.8.8.8",
        "X-Cluster-Client-IP: 8.8.8.8",
        "X-Remote-IP: 8.8.8.8",
        "X-Remote-Addr: 8.8.8.8",
        "X-Originating-IP: 8.8.8.8",
        "X-Original-For: 8.8.8.8",
        "X-Original-Host: evil.example",
        "X-Original-Proto: evil",
        "X-Original-URL: /evil",
        "X-Rewrite-URL: /evil",
        "X-HTTP-Method-Override: evil",
        "X-HTTP-Method: evil",
        "X-Method-Override: evil",
        "True-Client-IP: 8.8.8.8",
        "CF-Connecting-IP: 8.8.8.8",
        "Fastly-Client-IP: 8.8.8.8",
        "Proxy: evil",
    ];

    private readonly FakeInstance one = new();
    private readonly FakeInstance other = new();
    private ProxyProcess proxy = null!;
    private HttpClient client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        ProxyPrograms.Need();
        proxy = await ProxyProcess.StartAsync(kind, one.Address, other.Address);
        client = proxy.CreateClient();
    }

    [TearDown]
    public async Task StopAsync()
    {
        if (proxy is not null)
            await proxy.DisposeAsync();
    }

    public void Dispose()
    {
        client?.Dispose();
        one.Dispose();
        other.Dispose();
    }

    [TestCase("keep-alive")]
    [TestCase("X-Forwarded-For, X-Forwarded-Proto, close")]
    public async Task What_a_client_says_about_itself_is_not_passed_on(string connection)
    {
        var lines = string.Join("\r\n", Claims);

        var answer = await proxy.AskRawAsync(
            $"GET /v1/me?a=b HTTP/1.1\r\nHost: localhost:{proxy.Https.Port}\r\nx-request-id: mine\r\nAuthorization: Bearer t\r\n"
                + $"Connection: {connection}\r\n{lines}\r\n\r\n"
        );

        Assert.That(answer?.Status, Is.EqualTo(200));
        var head = one.Heads.Concat(other.Heads).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(head, Does.StartWith("GET /v1/me?a=b HTTP/1.1\r\n"));
            Assert.That(head, Does.Not.Contain("8.8.").And.Not.Contain("evil").And.Not.Contain("ftp"));
            Assert.That(ValuesOf(head, "X-Forwarded-For"), Is.EqualTo(["127.0.0.1"]));
            Assert.That(ValuesOf(head, "X-Forwarded-Proto"), Is.EqualTo(["https"]));
            Assert.That(ValuesOf(head, "Host"), Is.EqualTo([$"localhost:{proxy.Https.Port}"]));
            Assert.That(ValuesOf(head, "X-Request-Id"), Is.EqualTo(["mine"]));
            Assert.That(ValuesOf(head, "Authorization"), Is.EqualTo(["Bearer t"]));
        }
    }

    [Test]
    public async Task Both_instances_are_asked_over_connections_that_are_kept()
    {
        for (var number = 0; number < 40; number++)
            Assert.That((await client.SendAsync(HttpMethod.Get, "/v1/me")).Status, Is.EqualTo(200));

        Assert.That(one.Heads, Has.Count.InRange(5, 35));
        Assert.That(other.Heads, Has.Count.InRange(5, 35));
        // nginx has two workers here or more, each of which keeps its own; one connection of a client stays with one of them.
        Assert.That(one.Connections + other.Connections, Is.LessThanOrEqualTo(4));
    }

    [Test]
    public async Task When_an_instance_is_killed_the_other_one_serves()
    {
        await AskAsync(10);
        one.Stop();

        // Reads succeed at once, even those that meet a connection which is just being closed. A write that meets one may have been done, and older
        // Caddy cannot send one elsewhere that has a body (caddyserver/caddy#7546): it is refused until a check has found out.
        Assert.That(await AskAsync(6, HttpMethod.Get), Is.All.EqualTo(200));
        Assert.That(
            await Eventually.Async(() => AskAsync(40), statuses => statuses.All(status => status == 200)),
            Is.All.EqualTo(200)
        );
    }

    [Test]
    public async Task An_instance_that_says_it_is_not_ready_gets_nothing_more_from_Caddy()
    {
        // nginx without its paid part asks nobody: for it there is eng/rolling-restart.sh.
        if (kind == ProxyKind.Nginx)
            Assert.Pass("nginx has no active checks.");
        one.IsReady = false;
        // So many, because it is chosen by lot where nobody is busier: six go to the other one by chance.
        await Eventually.Async(() => NewAtOneAsync(20), count => count == 0);

        Assert.That(await NewAtOneAsync(20), Is.Zero);

        one.IsReady = true;
        Assert.That(await Eventually.Async(() => NewAtOneAsync(6), count => count > 0), Is.Positive);
    }

    [TestCase("GET")]
    [TestCase("PUT")]
    [TestCase("DELETE")]
    [TestCase("POST")]
    [TestCase("PATCH")]
    public async Task What_may_have_been_done_is_not_sent_again(string method)
    {
        one.Reaction = other.Reaction = Reaction.BreaksOff;

        var answer = await client.SendAsync(
            HttpMethod.Parse(method),
            "/v1/me",
            method is "GET" or "DELETE" ? null : JsonContent.Of(new { a = 1 })
        );

        Assert.That(answer.Status, Is.EqualTo(502).Or.EqualTo(503));
        Assert.That(answer.Header("Retry-After"), Is.EqualTo("1"));
        // nginx repeats what HTTP calls idempotent (RFC 9110 section 9.2.2), Caddy only what changes nothing.
        var isRepeated = method is "GET" || (kind == ProxyKind.Nginx && method is ("PUT" or "DELETE"));
        Assert.That(one.Heads.Count + other.Heads.Count, isRepeated ? Is.GreaterThan(1) : Is.EqualTo(1));
    }

    [Test]
    public async Task Without_any_instance_clients_are_told_to_come_back()
    {
        one.Stop();
        other.Stop();

        var answer = await client.SendAsync(HttpMethod.Post, "/v1/auth/login", JsonContent.Of(new { a = 1 }));

        answer.MustRefuse(
            answer.Status,
            answer.Status == 502 ? "proxy.bad_gateway" : "proxy.unavailable",
            "/v1/auth/login"
        );
        Assert.That(answer.Status, Is.EqualTo(502).Or.EqualTo(503));
        Assert.That(answer.Header("Retry-After"), Is.EqualTo("1"));
    }

    [Test]
    public async Task Other_instances_take_over_at_a_reload()
    {
        await AskAsync(2);
        using var third = new FakeInstance();

        await proxy.ReloadAsync(third.Address);

        await Eventually.Async(
            async () =>
            {
                using var fresh = proxy.CreateClient();
                await fresh.SendAsync(HttpMethod.Get, "/v1/me");
                return third.Heads.Count;
            },
            count => count > 0
        );
        Assert.That(third.Heads, Is.Not.Empty);
    }

    private static string[] ValuesOf(string head, string name) =>
        [
            .. head.Split("\r\n")
                .Where(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase))
                .Select(line => line[(name.Length + 1)..].Trim()),
        ];

    /// <summary>Reads and writes in turn, or only one of them; gives the statuses.</summary>
    private async Task<int[]> AskAsync(int count, HttpMethod? method = null)
    {
        var statuses = new int[count];
        for (var number = 0; number < count; number++)
            statuses[number] = (
                (method ?? (number % 2 == 0 ? HttpMethod.Get : HttpMethod.Post)) == HttpMethod.Get
                    ? await client.SendAsync(HttpMethod.Get, "/v1/me")
                    : await client.SendAsync(HttpMethod.Post, "/v1/me", JsonContent.Of(new { a = 1 }))
            ).Status;
        return statuses;
    }

    private async Task<int> NewAtOneAsync(int count)
    {
        var before = one.Heads.Count;
        await AskAsync(count);
        return one.Heads.Count - before;
    }
}
