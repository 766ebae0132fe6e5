using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Enterprise.Tests.Support;
using Enterprise.Tests.Support.Proxies;

namespace Enterprise.Tests.Deploy.Proxies;

/// <summary>
/// What a client does wrong is not held against the instance that it was sent to: else anybody could have a proxy leave out all of them.
/// </summary>
[TestFixture(ProxyKind.Nginx)]
[TestFixture(ProxyKind.Caddy)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class BrokenBodyTests(ProxyKind kind) : IDisposable
{
    private const string Bad = "/v1/auth/refresh";
    private const string Head = $"POST {Bad} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

    /// <summary>Enough to reach each instance more often than any proxy counts.</summary>
    private const int Times = 8;

    private readonly FakeInstance one = new();
    private readonly FakeInstance other = new();
    private ProxyProcess proxy = null!;

    [SetUp]
    public async Task StartAsync()
    {
        ProxyPrograms.Need();
        proxy = await ProxyProcess.StartAsync(kind, one.Address, other.Address);
    }

    [TearDown]
    public async Task StopAsync()
    {
        if (proxy is not null)
            await proxy.DisposeAsync();
    }

    public void Dispose()
    {
        one.Dispose();
        other.Dispose();
    }

    [Test]
    public async Task A_body_that_its_client_breaks_off()
    {
        for (var number = 0; number < Times; number++)
        {
            var begun = one.Begun + other.Begun;
            await using (await SendAsync($"{Head}Content-Length: 100\r\n\r\n{{"))
                await Eventually.Async(() => Task.FromResult(one.Begun + other.Begun), count => count > begun);
        }

        await MustServeAsync();
    }

    [Test]
    public async Task Chunks_that_are_too_many()
    {
        var chunk = $"8000\r\n{new string(' ', 0x8000)}\r\n";
        var chunks = string.Concat(Enumerable.Repeat(chunk, 33));
        for (var number = 0; number < Times; number++)
        {
            var answer = await proxy.AskRawAsync($"{Head}Transfer-Encoding: chunked\r\n\r\n{chunks}0\r\n\r\n");
            answer.MustRefuse(413, "request.too_large", Bad);
        }

        await MustServeAsync();
    }

    private async Task MustServeAsync()
    {
        // The proxy has found out about all of them.
        var refused = await Eventually.Async(
            () => Task.FromResult(proxy.Lines.Count(line => line.Contains(Bad, StringComparison.Ordinal))),
            count => count >= Times
        );
        Assert.That(refused, Is.GreaterThanOrEqualTo(Times));
        using var client = proxy.CreateClient();
        var statuses = new int[10];
        for (var number = 0; number < statuses.Length; number++)
            statuses[number] = (
                await client.SendAsync(HttpMethod.Post, "/v1/auth/login", JsonContent.Of(new { a = 1 }))
            ).Status;
        Assert.That(statuses, Is.All.EqualTo(200));
        // Both of them, and nothing that was broken.
        Assert.That((one.Heads.Count, other.Heads.Count), Is.EqualTo((5, 5)));
    }

    private async Task<SslStream> SendAsync(string request)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, proxy.Https.Port);
        var tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
        await tls.AuthenticateAsClientAsync(proxy.Tls());
        await tls.WriteAsync(Encoding.ASCII.GetBytes(request));
        return tls;
    }
}
