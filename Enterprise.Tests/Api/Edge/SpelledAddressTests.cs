using System.Net;
using Enterprise.Api.Edge;

namespace Enterprise.Tests.Api.Edge;

[Parallelizable(ParallelScope.All)]
public sealed class SpelledAddressTests
{
    [TestCase("192.0.2.1", "192.0.2.1")]
    [TestCase("0.0.0.0", "0.0.0.0")]
    [TestCase("2001:DB8::1", "2001:db8::1")]
    [TestCase("::1", "::1")]
    [TestCase("::ffff:192.0.2.1", "192.0.2.1")]
    [TestCase("192.0.2.1:0", "192.0.2.1")]
    [TestCase("192.0.2.1:65535", "192.0.2.1")]
    [TestCase("[2001:db8::1]:443", "2001:db8::1")]
    [TestCase("[2001:db8::1]", "2001:db8::1")]
    public void An_address_may_have_a_port(string text, string address)
    {
        Assert.That(SpelledAddress.TryParseWithPort(text, out var read), Is.True);
        Assert.That(read, Is.EqualTo(IPAddress.Parse(address)));
    }

    [TestCase("")]
    [TestCase("1")]
    [TestCase("127.1")]
    [TestCase("0x7f.1")]
    [TestCase("0x7f.0.0.1")]
    [TestCase("010.0.0.1")]
    [TestCase("10.0.0.01")]
    [TestCase("256.0.0.1")]
    [TestCase("1.2.3.4.5")]
    [TestCase("1.2.3.4.")]
    [TestCase(" 1.2.3.4")]
    [TestCase("1.2.3.4/32")]
    [TestCase("1.2.3.4:")]
    [TestCase("1.2.3.4:65536")]
    [TestCase("1.2.3.4:+1")]
    [TestCase("1.2.3.4: 1")]
    [TestCase("1.2.3.4:1:2")]
    [TestCase("[1.2.3.4]:1")]
    [TestCase("[1.2.3.4]")]
    [TestCase("[]")]
    [TestCase("[::1")]
    [TestCase("::1]")]
    [TestCase("[::1]x")]
    [TestCase("[::1]:")]
    [TestCase("[[::1]]")]
    [TestCase("fe80::1%eth0")]
    [TestCase("fe80::1%1")]
    [TestCase("::1/64")]
    [TestCase("::ffff:010.0.0.1")]
    [TestCase(":::1")]
    [TestCase("1:2:3:4:5:6:7")]
    [TestCase("\uff11.2.3.4")]
    [TestCase("unknown")]
    [TestCase("_hidden")]
    [TestCase("localhost")]
    [TestCase("\"[::1]\"")]
    public void Whatever_else_is_spelled_is_none(string text) =>
        // What one program takes for an address and another for something else is how a client hides behind somebody.
        Assert.That(SpelledAddress.TryParseWithPort(text, out _), Is.False);
}
