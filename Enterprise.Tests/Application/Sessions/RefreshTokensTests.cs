using System.Buffers.Binary;
using System.Buffers.Text;
using Enterprise.Application.Sessions;
using Microsoft.Extensions.Options;

namespace Enterprise.Tests.Application.Sessions;

[Parallelizable(ParallelScope.All)]
public sealed class RefreshTokensTests
{
    private const string Secret = "the refresh secret of the tests, 32 bytes and more";
    private static readonly Guid Session = new("0197a000-0000-7000-8000-000000000001");
    private static readonly byte[] Salt = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];

    [Test]
    public void One_generation_of_a_session_has_exactly_one_token()
    {
        Assert.That(Enumerable.Range(0, 3).Select(_ => Derive()).Distinct().Count(), Is.EqualTo(1));
        Assert.That(New(Secret).Derive(Session, 1, Salt).Reveal(), Is.EqualTo(Derive()), "In every process.");
    }

    [Test]
    public void Any_other_input_gives_another_token()
    {
        var tokens = new List<string>
        {
            Derive(),
            Derive(generation: 2),
            Derive(generation: 256),
            Derive(generation: int.MaxValue),
            Derive(session: Guid.Empty),
            New(Secret + ".").Derive(Session, 1, Salt).Reveal(),
        };
        for (var bit = 0; bit < Salt.Length * 8; bit++)
        {
            var salt = (byte[])Salt.Clone();
            salt[bit / 8] ^= (byte)(1 << (bit % 8));
            tokens.Add(Derive(salt: salt));
        }

        Assert.That(tokens, Is.Unique);
        Assert.That(tokens.Select(token => token[^43..]), Is.Unique, "Not only in the part that can be read.");
    }

    [Test]
    public void A_token_is_session_generation_and_code_in_70_characters()
    {
        var token = Derive(generation: 0x01020304);

        Assert.That(token, Has.Length.EqualTo(70).And.Match("^[A-Za-z0-9_-]+$"));
        var bytes = Base64Url.DecodeFromChars(token);
        Assert.That(bytes, Has.Length.EqualTo(52));
        Assert.That(new Guid(bytes.AsSpan(0, 16), bigEndian: true), Is.EqualTo(Session));
        Assert.That(BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)), Is.EqualTo(0x01020304));
    }

    [TestCase(0)]
    [TestCase(15)]
    [TestCase(17)]
    public void A_salt_of_another_length_is_a_bug(int length) =>
        Assert.That(() => Derive(salt: new byte[length]), Throws.InstanceOf<ArgumentException>());

    [Test]
    public void A_token_does_not_print_itself() =>
        Assert.That(New(Secret).Derive(Session, 1, Salt).ToString(), Is.EqualTo("***"));

    [Test]
    public void Neither_the_access_secret_nor_the_bare_refresh_secret_is_the_key()
    {
        var bytes = Base64Url.DecodeFromChars(Derive());
        var message = new byte[36];
        bytes.AsSpan(0, 20).CopyTo(message);
        Salt.CopyTo(message, 20);

        var bare = System.Security.Cryptography.HMACSHA256.HashData(
            System.Text.Encoding.UTF8.GetBytes(Secret),
            message
        );

        Assert.That(bytes[20..], Is.Not.EqualTo(bare));
    }

    [Test]
    public void A_token_lasts_as_long_as_an_idle_session() =>
        Assert.That(New(Secret).Lifetime, Is.EqualTo(TimeSpan.FromDays(7)));

    private static RefreshTokens New(string secret) =>
        new(Options.Create(new JwtOptions { RefreshSecret = secret }), Options.Create(new SessionOptions()));

    private static string Derive(Guid? session = null, int generation = 1, byte[]? salt = null) =>
        New(Secret).Derive(session ?? Session, generation, salt ?? Salt).Reveal();
}
