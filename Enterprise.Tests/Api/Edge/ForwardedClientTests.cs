using System.Net;
using Enterprise.Api.Edge;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Enterprise.Tests.Api.Edge;

/// <summary>The way back from a peer to the client, without a server.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ForwardedClientTests
{
    private const string Proxies = "10.0.0.0/8,192.0.2.7,2001:db8:1::/48";

    [TestCase("203.0.113.9", "1.1.1.1", "203.0.113.9", TestName = "Nobody else is believed")]
    [TestCase("10.0.0.1", "1.1.1.1", "1.1.1.1", TestName = "A proxy is")]
    [TestCase("192.0.2.7", "1.1.1.1", "1.1.1.1", TestName = "A single address is a network of one")]
    [TestCase("192.0.2.8", "1.1.1.1", "192.0.2.8", TestName = "and of no more")]
    [TestCase("::ffff:10.0.0.1", "1.1.1.1", "1.1.1.1", TestName = "IPv4 inside of IPv6 is IPv4")]
    [TestCase("::ffff:203.0.113.9", "1.1.1.1", "203.0.113.9", TestName = "also where it is not believed")]
    [TestCase("2001:db8:1::5", "[2001:db8:2::1]:4711", "2001:db8:2::1", TestName = "IPv6 with a port")]
    [TestCase("10.0.0.1", "9.9.9.9, 1.1.1.1", "1.1.1.1", TestName = "What a client wrote itself stands further left")]
    [TestCase("10.0.0.1", "1.1.1.1, 10.0.0.2", "1.1.1.1", TestName = "Through two proxies")]
    [TestCase("10.0.0.1", "1.1.1.1|10.0.0.2", "1.1.1.1", TestName = "Two lines are one list")]
    [TestCase("10.0.0.1", "1.1.1.1, 10.0.0.3, 10.0.0.2", "10.0.0.3", TestName = "No further than hops go")]
    [TestCase("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3", TestName = "A proxy may be the client")]
    [TestCase("10.0.0.1", "1.1.1.1, nonsense", "10.0.0.1", TestName = "What cannot be read ends the way")]
    [TestCase("10.0.0.1", "nonsense, 10.0.0.2", "10.0.0.2", TestName = "at the last that could be read")]
    [TestCase("10.0.0.1", "1.1.1.1,", "10.0.0.1", TestName = "An empty entry says nothing")]
    [TestCase("10.0.0.1", "1.1.1.1, 0x7f.1", "10.0.0.1", TestName = "An odd spelling is no address")]
    [TestCase("10.0.0.1", "", "10.0.0.1", TestName = "An empty header says nothing")]
    [TestCase("10.0.0.1", null, "10.0.0.1", TestName = "No header says nothing")]
    public void The_client_is_the_first_from_the_right_that_is_no_proxy(string peer, string? header, string client) =>
        Assert.That(Resolve(peer, header, null).Client, Is.EqualTo(IPAddress.Parse(client)));

    [TestCase("203.0.113.9", "1.1.1.1", "https", "http", TestName = "A scheme from anybody is not believed")]
    [TestCase("10.0.0.1", "1.1.1.1", "https", "https", TestName = "A scheme from a proxy is")]
    [TestCase("10.0.0.1", null, "https", "https", TestName = "also where it does not say for whom")]
    [TestCase("10.0.0.1", "1.1.1.1", "https, http", "http", TestName = "What the client wrote stands further left too")]
    [TestCase(
        "10.0.0.1",
        "1.1.1.1, 10.0.0.2",
        "https, http",
        "https",
        TestName = "The outermost proxy knows what the client used"
    )]
    [TestCase("10.0.0.1", "1.1.1.1, 10.0.0.2", "https", "https", TestName = "or the only one that says")]
    [TestCase("10.0.0.1", "1.1.1.1", "HTTPS", "http", TestName = "Capitals are no scheme")]
    [TestCase("10.0.0.1", "1.1.1.1", "javascript", "http", TestName = "Others are no scheme")]
    [TestCase("10.0.0.1", "1.1.1.1", "https,", "http", TestName = "Nothing is no scheme")]
    public void The_scheme_is_that_of_the_outermost_proxy(string peer, string? header, string proto, string scheme) =>
        Assert.That(Resolve(peer, header, proto).Scheme, Is.EqualTo(scheme));

    [Test]
    public void Nobody_is_believed_unless_somebody_is_named() =>
        Assert.That(Resolve("127.0.0.1", "1.1.1.1", "https", networks: ""), Is.EqualTo((IPAddress.Loopback, "http")));

    [Test]
    public void A_request_without_a_peer_stays_without_one() =>
        Assert.That(Resolve(null, "1.1.1.1", "https"), Is.EqualTo(((IPAddress?)null, "http")));

    [TestCase(1, "10.0.0.2")]
    [TestCase(2, "1.1.1.1")]
    public void How_many_proxies_there_may_be_is_a_setting(int maxHops, string client) =>
        Assert.That(
            Resolve("10.0.0.1", "1.1.1.1, 10.0.0.2", null, maxHops: maxHops).Client,
            Is.EqualTo(IPAddress.Parse(client))
        );

    private static (IPAddress? Client, string Scheme) Resolve(
        string? peer,
        string? forwardedFor,
        string? proto,
        string networks = Proxies,
        int maxHops = 2
    )
    {
        var options = Options.Create(new TrustedProxiesOptions { Networks = networks, MaxHops = maxHops });
        var context = new DefaultHttpContext { Request = { Scheme = "http" } };
        context.Connection.RemoteIpAddress = peer is null ? null : IPAddress.Parse(peer);
        if (forwardedFor is not null)
            context.Request.Headers["X-Forwarded-For"] = new StringValues(forwardedFor.Split('|'));
        if (proto is not null)
            context.Request.Headers["X-Forwarded-Proto"] = proto;
        new ForwardedClient(_ => Task.CompletedTask, options).InvokeAsync(context).GetAwaiter().GetResult();
        return (context.Connection.RemoteIpAddress, context.Request.Scheme);
    }
}
