using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Enterprise.Application.Sessions.Keys;

namespace Enterprise.Tests.Application.Sessions;

[Parallelizable(ParallelScope.All)]
public sealed class AccessTokenReaderTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Test]
    public void The_token_that_all_the_forgeries_were_made_from_is_read()
    {
        var forge = new TokenForge();

        Assert.That(Reads(forge, TokenForge.Sign(TokenForge.GoodHeader, forge.Claims())), Is.True);
    }

    [TestCaseSource(typeof(ForgedTokens), nameof(ForgedTokens.All))]
    public void A_token_that_is_forged_or_malformed_is_refused(string token)
    {
        var forge = new TokenForge();

        Assert.That(forge.Reader.TryRead(token, out var read), Is.False);
        Assert.That(read, Is.Null);
    }

    [TestCase("jti2", "1")]
    [TestCase("email", "\"ada@example.com\"")]
    [TestCase("client_id", "{\"a\":[1]}")]
    public void A_claim_of_a_later_version_does_no_harm(string name, string json)
    {
        var forge = new TokenForge();

        Assert.That(Reads(forge, TokenForge.Sign(TokenForge.GoodHeader, forge.Claims((name, json)))), Is.True);
    }

    [Test]
    public void A_token_is_good_until_the_second_before_expiry_and_skew_have_passed()
    {
        var forge = new TokenForge();
        var token = TokenForge.Sign(TokenForge.GoodHeader, forge.Claims());

        forge.Clock.Advance(TimeSpan.FromSeconds(600 + 29));
        Assert.That(Reads(forge, token), Is.True);
        forge.Clock.Advance(Second);
        Assert.That(Reads(forge, token), Is.False);
    }

    [TestCase("nbf")]
    [TestCase("iat")]
    public void A_token_of_a_clock_that_is_ahead_is_good_up_to_the_skew(string claim)
    {
        var forge = new TokenForge();

        Assert.That(
            Reads(forge, TokenForge.Sign(TokenForge.GoodHeader, forge.Claims((claim, $"{forge.Now + 30}")))),
            Is.True
        );
        Assert.That(
            Reads(forge, TokenForge.Sign(TokenForge.GoodHeader, forge.Claims((claim, $"{forge.Now + 31}")))),
            Is.False
        );
    }

    [Test]
    public void A_token_of_8192_characters_is_read_and_one_of_more_is_not()
    {
        var forge = new TokenForge();

        Assert.That(Reads(forge, OfLength(forge, 8192)), Is.True);
        Assert.That(Reads(forge, OfLength(forge, 8193)), Is.False);
    }

    [Test]
    public void No_byte_of_a_token_can_be_changed()
    {
        var forge = new TokenForge();
        var token = TokenForge.Sign(TokenForge.GoodHeader, forge.Claims());

        using (Assert.EnterMultipleScope())
            for (var at = 0; at < token.Length; at++)
                foreach (var other in "A_.z")
                    if (token[at] != other)
                        Assert.That(
                            Reads(forge, $"{token[..at]}{other}{token[(at + 1)..]}"),
                            Is.False,
                            $"{at} {other}"
                        );
    }

    [Test]
    public void No_header_makes_the_reader_throw()
    {
        var forge = new TokenForge();
        var header = Encoding.UTF8.GetBytes(TokenForge.GoodHeader);

        // The header is read before the signature, so anyone may send any bytes as one.
        for (var at = 0; at < header.Length; at++)
        for (var value = 0; value < 256; value += 3)
        {
            var bent = (byte[])header.Clone();
            bent[at] = (byte)value;
            if (bent[at] != header[at])
                Assert.That(Reads(forge, $"{Base64Url.EncodeToString(bent)}.e30.{new string('A', 43)}"), Is.False);
        }
    }

    [Test]
    public void No_noise_makes_the_reader_throw()
    {
        var forge = new TokenForge();

        for (var i = 0; i < 5000; i++)
        {
            var noise = RandomNumberGenerator.GetBytes(RandomNumberGenerator.GetInt32(200));
            Assert.That(Reads(forge, Encoding.Latin1.GetString(noise)), Is.False);
            Assert.That(Reads(forge, $"{Base64Url.EncodeToString(noise)}.e30.{new string('A', 43)}"), Is.False);
        }
    }

    [Test]
    public void A_token_of_another_installation_is_refused()
    {
        var forge = new TokenForge();
        var stranger = HmacKey.From("the access secret of another installation");
        var header = TokenForge.Header(("kid", $"\"{stranger.Id}\""));

        Assert.That(Reads(forge, TokenForge.Sign(header, forge.Claims(), stranger)), Is.False);
        Assert.That(Reads(forge, TokenForge.Sign(TokenForge.GoodHeader, forge.Claims(), stranger)), Is.False);
    }

    private static bool Reads(TokenForge forge, string token) => forge.Reader.TryRead(token, out _);

    private static string OfLength(TokenForge forge, int length)
    {
        // Base64url makes four characters of three bytes, so the padding is grown until the length is met, in claim or header.
        for (var spaces = 0; spaces < 3; spaces++)
        for (var padding = 5000; padding < 6000; padding++)
        {
            var token = TokenForge.Sign(
                TokenForge.GoodHeader + new string(' ', spaces),
                forge.Claims(("x", $"\"{new string('x', padding)}\""))
            );
            if (token.Length == length)
                return token;
            if (token.Length > length)
                break;
        }
        throw new AssertionException("No token has this length.");
    }
}
