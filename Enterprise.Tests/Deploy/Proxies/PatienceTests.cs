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
