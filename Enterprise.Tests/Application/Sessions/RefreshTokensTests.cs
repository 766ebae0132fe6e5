using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Enterprise.Application.Sessions;
using Microsoft.Extensions.Options;

namespace Enterprise.Tests.Application.Sessions;

[Parallelizable(ParallelScope.All)]
public sealed class RefreshTokensTests
{
    private const string Secret = "the refresh secret of the tests, 32 bytes and more";
    private static readonly Guid Session = new("0197a000-0000-7000-8000-000000000001");
    private static readonly byte[] Salt = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
    private static readonly RefreshToken Token = new(Session, 0x01020304, Salt);
    private static readonly RefreshTokens Tokens = New(Secret);
    private static readonly string Good = Tokens.Write(Token).Reveal();

    [Test]
    public void What_was_written_is_read()
    {
        Assert.That(Tokens.TryRead(Good, out var read), Is.True);
        Assert.That((read!.SessionId, read.Generation), Is.EqualTo((Session, Token.Generation)));
        Assert.That(read.Salt, Is.EqualTo(Salt));
    }

    [Test]
    public void One_generation_of_a_session_has_exactly_one_token_in_every_process() =>
        Assert.That(New(Secret).Write(Token with { Salt = [.. Salt] }).Reveal(), Is.EqualTo(Good));

    [Test]
    public void Any_other_input_gives_another_token()
    {
        var tokens = new List<string>
        {
            Good,
            Write(Token with { Generation = 2 }),
            Write(Token with { Generation = 256 }),
            Write(Token with { Generation = int.MaxValue }),
            Write(Token with { SessionId = Guid.Empty }),
            New(Secret + ".").Write(Token).Reveal(),
        };
        for (var bit = 0; bit < Salt.Length * 8; bit++)
        {
            var salt = (byte[])Salt.Clone();
            salt[bit / 8] ^= (byte)(1 << (bit % 8));
            tokens.Add(Write(Token with { Salt = salt }));
        }

        Assert.That(tokens, Is.Unique);
        Assert.That(tokens.Select(token => token[^43..]), Is.Unique, "Not only in the part that can be read.");
    }

    [Test]
    public void A_token_is_session_generation_salt_and_code_in_91_characters()
    {
        Assert.That(Good, Has.Length.EqualTo(91).And.Match("^[A-Za-z0-9_-]+$"));
        var bytes = Base64Url.DecodeFromChars(Good);
        Assert.That(new Guid(bytes.AsSpan(0, 16), bigEndian: true), Is.EqualTo(Session));
        Assert.That(BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)), Is.EqualTo(Token.Generation));
        Assert.That(bytes[20..36], Is.EqualTo(Salt));
        Assert.That(bytes[36..], Has.Length.EqualTo(32));
    }

    [Test]
    public void No_bit_of_a_token_can_be_changed()
    {
        var bytes = Base64Url.DecodeFromChars(Good);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var flipped = (byte[])bytes.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.That(Tokens.TryRead(Base64Url.EncodeToString(flipped), out _), Is.False, $"bit {bit}");
        }
    }

    [Test]
    public void A_token_has_one_spelling()
    {
        // 68 bytes end in a character of which four bits mean nothing.
        var last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".Where(c => c != Good[^1]);

        Assert.That(last.Where(c => Tokens.TryRead(Good[..^1] + c, out _)), Is.Empty);
        foreach (
            var other in (string[])
                [
                    "",
                    Good + "=",
                    Good + " ",
                    " " + Good,
                    Good + "\n",
                    Good[..^1],
                    Good[..^1] + "=",
                    Good[..^1] + "\u0131",
                    Good[..45] + "\n" + Good[46..],
                    Good.Insert(40, "\r\n"),
                    new string('A', 91),
                    new string('-', 91),
                    new string('\u00e9', 91),
                    Good.Replace('-', '+').Replace('_', '/') + "==",
                ]
        )
            Assert.That(Tokens.TryRead(other, out _), Is.False, other);
    }

    [Test]
    public void A_token_of_another_secret_is_not_read() =>
        Assert.That(New(Secret + ".").TryRead(Good, out _), Is.False);

    [TestCase(0)]
    [TestCase(15)]
    [TestCase(17)]
    public void A_salt_of_another_length_is_a_bug(int length) =>
        Assert.That(() => Write(Token with { Salt = new byte[length] }), Throws.InstanceOf<ArgumentException>());

    [Test]
    public void A_token_does_not_print_itself() => Assert.That(Tokens.Write(Token).ToString(), Is.EqualTo("***"));

    [Test]
    public void The_bare_refresh_secret_is_not_the_key()
    {
        var bytes = Base64Url.DecodeFromChars(Good);

        var bare = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), bytes.AsSpan(0, 36));

        Assert.That(bytes[36..], Is.Not.EqualTo(bare));
    }

    private static RefreshTokens New(string secret) => new(Options.Create(new JwtOptions { RefreshSecret = secret }));

    private static string Write(RefreshToken token) => Tokens.Write(token).Reveal();
}
