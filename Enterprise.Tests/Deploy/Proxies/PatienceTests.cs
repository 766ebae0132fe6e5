using System.Net;
using Enterprise.Tests.Support;
using Enterprise.Tests.Support.Proxies;

namespace Enterprise.Tests.Deploy.Proxies;

/// <summary>How long a proxy waits, for both sides. One test for all, since it is long and does nothing.</summary>
internal sealed class PatienceTests
{
    [Test]
    public async Task An_instance_that_hangs_is_given_up_and_so_is_a_client_that_drips()
    {
        ProxyPrograms.Need();
        await Task.WhenAll(CheckAsync(ProxyKind.Nginx), CheckAsync(ProxyKind.Caddy));
    }

    /// <summary>Caddy has no such limit.</summary>
    [Test]
    public async Task An_address_has_so_many_requests_at_work_in_nginx_and_no_more()
    {
        ProxyPrograms.Need();
        using var instance = new FakeInstance { Reaction = Reaction.Hangs };
        await using var proxy = await ProxyProcess.StartAsync(ProxyKind.Nginx, instance.Address);
        using var one = proxy.CreateClient(HttpVersion.Version20);
        using var other = proxy.CreateClient(HttpVersion.Version20);
        using var late = proxy.CreateClient();
        // As streams of two connections, which spares as many handshakes.
        var held = Enumerable
            .Range(0, 200)
            .Select(number => (number % 2 == 0 ? one : other).SendAsync(HttpMethod.Get, "/v1/me"))
            .ToArray();
        await Eventually.Async(() => Task.FromResult(instance.Heads.Count), count => count == 200);

        var answer = await late.SendAsync(HttpMethod.Get, "/v1/me");

        answer.MustRefuse(429, "request.too_many", "/v1/me");
        Assert.That(answer.Header("Retry-After"), Is.EqualTo("1"));
        instance.Stop();
        await Task.WhenAll(held);
    }

    private static async Task CheckAsync(ProxyKind kind)
    {
        using var instance = new FakeInstance { Reaction = Reaction.Hangs };
        await using var proxy = await ProxyProcess.StartAsync(kind, instance.Address);
        using var client = proxy.CreateClient();
        var reading = client.SendAsync(HttpMethod.Get, "/v1/me");
        var writing = client.SendAsync(HttpMethod.Post, "/v1/auth/login", JsonContent.Of(new { a = 1 }));
        var dripping = ProxyCalls.AskPlainAsync(proxy.Http, "GET / HTTP/1.1\r\nHost: local"u8.ToArray());

        (await reading).MustRefuse(504, "server.timeout", "/v1/me");
        (await writing).MustRefuse(504, "server.timeout", "/v1/auth/login");
        // Closed, by one of them with a word.
        Assert.That((await dripping).Length, Is.LessThan(300));
        Assert.That(instance.Heads, Has.Count.EqualTo(2));
    }
}
