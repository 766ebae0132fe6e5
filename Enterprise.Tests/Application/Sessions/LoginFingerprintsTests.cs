using System.Net;
using Enterprise.Application;
using Enterprise.Application.Sessions;
using Enterprise.Domain.Accounts;
using Microsoft.Extensions.Options;

namespace Enterprise.Tests.Application.Sessions;

[Parallelizable(ParallelScope.All)]
public sealed class LoginFingerprintsTests
{
    private static readonly LoginFingerprints Prints = New("the refresh secret of the tests, 32 bytes and more");

    [Test]
    public void One_account_from_one_network_has_one_fingerprint_in_any_case()
    {
        Assert.That(
            Prints.Account(Email("Ada@Example.com"), "192.0.2.1"),
            Is.EqualTo(Prints.Account(Email("ada@example.com"), "192.0.2.1"))
        );
        Assert.That(Prints.Account(Email("ada@example.com"), "192.0.2.1"), Has.Length.EqualTo(32));
    }

    [Test]
    public void Another_account_network_kind_or_key_has_another_fingerprint()
    {
        byte[][] prints =
        [
            Prints.Account(Email("ada@example.com"), "192.0.2.1"),
            Prints.Account(Email("ada@example.com"), "192.0.2.2"),
            Prints.Account(Email("ada@example.com"), ""),
            Prints.Account(Email("bda@example.com"), "192.0.2.1"),
            Prints.Network("192.0.2.1"),
            Prints.Network("192.0.2.2"),
            Prints.Network(""),
            Prints.Network("ada@example.com\n192.0.2.1"),
            New("another refresh secret of the tests, 32 bytes").Account(Email("ada@example.com"), "192.0.2.1"),
        ];

        Assert.That(prints.Select(Convert.ToHexString), Is.Unique);
    }

    [TestCase("192.0.2.1", "192.0.2.1")]
    [TestCase("::ffff:192.0.2.1", "192.0.2.1")]
    [TestCase("2001:db8:1:2:3:4:5:6", "20010DB800010002")]
    [TestCase("2001:db8:1:2::", "20010DB800010002")]
    [TestCase("2001:db8:1:3::", "20010DB800010003")]
    [TestCase("fe80::1%1", "FE80000000000000")]
    [TestCase("::1", "0000000000000000")]
    [TestCase(null, "")]
    public void A_network_is_an_IPv4_address_or_the_64_of_an_IPv6_one(string? address, string network)
    {
        var origin = new RequestOrigin(address is null ? null : IPAddress.Parse(address), null, "r");

        Assert.That(origin.Network, Is.EqualTo(network));
    }

    private static LoginFingerprints New(string secret) =>
        new(Options.Create(new JwtOptions { RefreshSecret = secret }));

    private static EmailAddress Email(string text) =>
        EmailAddress.TryParse(text, out var email) ? email : throw new AssertionException(text);
}
