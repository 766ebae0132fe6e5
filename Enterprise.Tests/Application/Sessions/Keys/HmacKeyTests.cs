using System.Buffers.Text;
using System.Text;
using Enterprise.Application.Sessions.Keys;
using Microsoft.Extensions.Options;

namespace Enterprise.Tests.Application.Sessions.Keys;

[Parallelizable(ParallelScope.All)]
public sealed class HmacKeyTests
{
    // RFC 7515 appendix A.1.
    private const string RfcKey =
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
    private const string RfcInput =
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    private const string RfcSignature = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    [Test]
    public void The_signature_of_RFC_7515_appendix_A_1_is_ours()
    {
        var key = new HmacKey("rfc", Base64Url.DecodeFromChars(RfcKey));
        var signature = new byte[key.SignatureBytes];

        key.Sign(Encoding.ASCII.GetBytes(RfcInput), signature);

        Assert.That(Base64Url.EncodeToString(signature), Is.EqualTo(RfcSignature));
        Assert.That(key.Verifies(Encoding.ASCII.GetBytes(RfcInput), signature), Is.True);
    }

    [Test]
    public void No_bit_of_a_signature_can_be_changed()
    {
        var key = new HmacKey("rfc", Base64Url.DecodeFromChars(RfcKey));
        var signature = Base64Url.DecodeFromChars(RfcSignature);

        for (var bit = 0; bit < signature.Length * 8; bit++)
        {
            var flipped = (byte[])signature.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.That(key.Verifies(Encoding.ASCII.GetBytes(RfcInput), flipped), Is.False);
        }
        Assert.That(key.Verifies(Encoding.ASCII.GetBytes(RfcInput), signature.AsSpan(0, 31)), Is.False);
        Assert.That(key.Verifies(Encoding.ASCII.GetBytes(RfcInput), []), Is.False);
    }

    [Test]
    public void The_id_of_a_key_follows_from_its_secret_and_tells_nothing_about_it()
    {
        const string secret = "the access secret of the tests, 32 bytes and more";
        var key = HmacKey.From(secret);
        var neighbour = HmacKey.From(secret + ".");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(HmacKey.From(secret).Id, Is.EqualTo(key.Id));
            Assert.That(neighbour.Id, Is.Not.EqualTo(key.Id));
            Assert.That(neighbour.Id[..4], Is.Not.EqualTo(key.Id[..4]));
            Assert.That(key.Id, Does.Match("^[A-Za-z0-9_-]{12}$"));
            Assert.That(secret.Contains(key.Id, StringComparison.Ordinal), Is.False);
            Assert.That(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(secret)), Does.Not.Contain(key.Id));
            Assert.That(
                Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(secret))),
                Does.Not.StartWith(Convert.ToHexString(Base64Url.DecodeFromChars(key.Id)))
            );
        }
    }

    [Test]
    public void A_key_does_not_print_its_secret()
    {
        var key = HmacKey.From("the access secret of the tests, 32 bytes and more");

        Assert.That(key.ToString(), Is.EqualTo($"HS256 {key.Id}"));
        Assert.That($"{key}", Does.Not.Contain("secret"));
    }

    [Test]
    public void A_key_is_found_by_its_whole_id_and_by_nothing_else()
    {
        var keys = new SigningKeys(Options.Create(TokenForge.Jwt), TimeProvider.System);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(keys.Find(keys.Active.Id), Is.SameAs(keys.Active));
            foreach (var id in (string[])["", keys.Active.Id[..^1], keys.Active.Id + "A", " " + keys.Active.Id, "x"])
                Assert.That(keys.Find(id), Is.Null, id);
        }
    }
}
