using System.Buffers.Text;
using System.Security.Cryptography;
using Enterprise.Application.Passwords;
using Microsoft.Extensions.Options;

namespace Enterprise.Tests.Application.Passwords;

/// <summary>AES-256-GCM (NIST SP 800-38D) under a key from HKDF (RFC 5869).</summary>
[Parallelizable(ParallelScope.All)]
public sealed class PasswordEnvelopeTests
{
    private const string Pepper = "a pepper for tests that is the present one";
    private const string Previous = "a pepper for tests that is the previous one";
    private const string Phc = "$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODxAREhM";
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly Guid User = new("0197a000-0000-7000-8000-000000000001");
    private static readonly Guid Other = new("0197a000-0000-7000-8000-000000000002");

    [Test]
    public void An_envelope_opens_for_its_user()
    {
        var envelope = New(Pepper);

        var opens = envelope.TryOpen(User, envelope.Seal(User, Phc), out var phc, out var isCurrent);

        Assert.That((opens, phc, isCurrent), Is.EqualTo((true, Phc, true)));
    }

    [Test]
    public void An_envelope_opens_for_nobody_else()
    {
        var envelope = New(Pepper);
        var text = envelope.Seal(User, Phc);

        using (Assert.EnterMultipleScope())
        {
            Refuses(envelope, Other, text);
            Refuses(envelope, Guid.Empty, text);
        }
    }

    [Test]
    public void An_envelope_has_four_parts_and_a_nonce_of_96_bits_and_a_tag_of_128()
    {
        var envelope = New(Pepper);

        var parts = envelope.Seal(User, Phc).Split('.');

        // NIST SP 800-38D section 5.2.1.1 recommends nonces of 96 bits.
        Assert.That(parts, Has.Length.EqualTo(4));
        Assert.That(parts[0], Is.EqualTo("v1"));
        Assert.That(Base64Url.DecodeFromChars(parts[2]), Has.Length.EqualTo(12));
        Assert.That(Base64Url.DecodeFromChars(parts[3]), Has.Length.EqualTo(Phc.Length + 16));
    }

    [Test]
    public void No_two_seals_are_the_same()
    {
        var envelope = New(Pepper);

        var seals = Enumerable.Range(0, 1000).Select(_ => envelope.Seal(User, Phc)).ToArray();

        Assert.That(seals, Is.Unique);
        Assert.That(seals.Select(text => text.Split('.')[2]), Is.Unique, "A nonce must not come twice.");
    }

    [Test]
    public void An_envelope_shows_neither_the_hash_nor_the_pepper()
    {
        var envelope = New(Pepper);

        var text = envelope.Seal(User, Phc);

        Assert.That(text, Does.Not.Contain("argon2").And.Not.Contain("pepper"));
        Assert.That(text, Does.Not.Contain(Base64Url.EncodeToString(SHA256.HashData("pepper"u8))[..8]));
    }

    [Test]
    public void Any_flipped_bit_of_nonce_ciphertext_or_tag_refuses()
    {
        var envelope = New(Pepper);
        var parts = envelope.Seal(User, Phc).Split('.');

        using (Assert.EnterMultipleScope())
            foreach (var part in (int[])[2, 3])
            {
                var bytes = Base64Url.DecodeFromChars(parts[part]);
                for (var bit = 0; bit < bytes.Length * 8; bit++)
                {
                    var flipped = (byte[])bytes.Clone();
                    flipped[bit / 8] ^= (byte)(1 << (bit % 8));
                    Refuses(envelope, User, With(parts, part, Base64Url.EncodeToString(flipped)));
                }
            }
    }

    [Test]
    public void Any_other_character_anywhere_refuses()
    {
        var envelope = New(Pepper);
        // A tail of one byte leaves four bits of the last character unused.
        var text = envelope.Seal(User, Phc + new string('x', (3 - ((Phc.Length + 16) % 3) + 1) % 3));

        using (Assert.EnterMultipleScope())
            for (var at = 0; at < text.Length; at++)
                foreach (var character in at == text.Length - 1 ? Alphabet : "A-~")
                    if (text[at] != character)
                        Refuses(envelope, User, $"{text[..at]}{character}{text[(at + 1)..]}");
    }

    [Test]
    public void What_has_another_shape_refuses()
    {
        var envelope = New(Pepper);
        var text = envelope.Seal(User, Phc);
        var parts = text.Split('.');

        using (Assert.EnterMultipleScope())
            foreach (
                var bad in (string[])
                    [
                        "",
                        ".",
                        "...",
                        "....",
                        Phc,
                        text[..^1],
                        text + "A",
                        text + "=",
                        text + " ",
                        text + "\n",
                        " " + text,
                        text + ".",
                        "." + text,
                        With(parts, 0, "v2"),
                        With(parts, 0, "V1"),
                        With(parts, 0, ""),
                        With(parts, 1, ""),
                        With(parts, 1, "AAAAAAAA"),
                        With(parts, 1, parts[1].ToUpperInvariant() + "x"),
                        With(parts, 2, ""),
                        With(parts, 2, parts[2][..^4]),
                        With(parts, 2, parts[2] + "AAAA"),
                        With(parts, 2, parts[2].Insert(4, "\n")),
                        With(parts, 3, ""),
                        With(parts, 3, parts[3].Insert(4, " ")),
                        With(parts, 3, Base64Url.EncodeToString(new byte[16])),
                        With(parts, 3, Base64Url.EncodeToString(new byte[15])),
                        With(parts, 3, parts[3] + "*"),
                    ]
            )
                Refuses(envelope, User, bad);
    }

    [Test]
    public void An_envelope_of_an_unknown_pepper_does_not_open()
    {
        var envelope = New(Pepper);
        var stranger = New(Previous);

        Refuses(envelope, User, stranger.Seal(User, Phc));
    }

    [Test]
    public void An_envelope_of_a_previous_pepper_opens_and_is_not_current()
    {
        var before = New(Previous);
        var after = New(Pepper, $"another from long ago, {Previous}");

        var opens = after.TryOpen(User, before.Seal(User, Phc), out var phc, out var isCurrent);

        Assert.That((opens, phc, isCurrent), Is.EqualTo((true, Phc, false)));
        Assert.That(after.Seal(User, Phc).Split('.')[1], Is.Not.EqualTo(before.Seal(User, Phc).Split('.')[1]));
    }

    [Test]
    public void The_name_of_one_pepper_does_not_open_what_another_sealed()
    {
        var one = New(Pepper);
        var both = New(Pepper, Previous);
        var other = New(Previous);
        var named = both.Seal(User, Phc).Split('.')[1];

        Refuses(both, User, With(other.Seal(User, Phc).Split('.'), 1, named));
        Refuses(one, User, With(other.Seal(User, Phc).Split('.'), 1, named));
    }

    [Test]
    public void The_same_pepper_has_the_same_name_in_every_process()
    {
        var one = New(Pepper);
        var again = New(Pepper, Pepper);

        Assert.That(again.TryOpen(User, one.Seal(User, Phc), out _, out var isCurrent), Is.True);
        Assert.That(isCurrent, Is.True);
    }

    [Test]
    public void Many_threads_seal_and_open_with_one_envelope()
    {
        var envelope = New(Pepper);
        var failures = 0;

        Parallel.For(
            0,
            20_000,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            i =>
            {
                var user = i % 2 == 0 ? User : Other;
                var text = envelope.Seal(user, Phc);
                if (!envelope.TryOpen(user, text, out var phc, out _) || phc != Phc)
                    Interlocked.Increment(ref failures);
            }
        );

        Assert.That(failures, Is.Zero);
    }

    private static PasswordEnvelope New(string pepper, string previous = "") =>
        new(Options.Create(new PasswordOptions { Pepper = pepper, PreviousPeppers = previous }));

    private static string With(string[] parts, int part, string text)
    {
        var changed = (string[])parts.Clone();
        changed[part] = text;
        return string.Join('.', changed);
    }

    private static void Refuses(PasswordEnvelope envelope, Guid user, string text)
    {
        var opens = envelope.TryOpen(user, text, out var phc, out var isCurrent);
        Assert.That((opens, phc, isCurrent), Is.EqualTo((false, (string?)null, false)), text);
    }
}
