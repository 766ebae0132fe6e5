using System.Text;
using Enterprise.Application.Passwords;

namespace Enterprise.Tests.Application.Passwords;

/// <summary>RFC 8265 section 4.2, OpaqueString.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class PasswordTextTests
{
    // Not as attributes, whose text is stored as UTF-8 and so loses lone surrogates.
    private static readonly string[] Refusals =
    [
        "",
        "\0",
        "walnut\0ferry",
        "walnut\tferry",
        "walnut\nferry",
        "walnut\r\nferry",
        "walnut\u007fferry",
        "walnut\u0085ferry",
        "walnut\ud83eferry", // lone surrogates
        "walnut\ud83e",
        "\udd8awalnut",
        "walnut\udd8a\ud83eferry", // a pair the wrong way round
        "walnut\u0378ferry", // unassigned
        "walnut\ufffeferry", // noncharacters
        "walnut\U0001ffffferry",
    ];

    [TestCase("walnut ferry compass")]
    [TestCase("  leading and trailing spaces count  ")]
    [TestCase("Case Is Kept")]
    [TestCase("\u043f\u0430\u0440\u043e\u043b\u044c")]
    [TestCase("\U0001f98a\U0001f6a2\U0001f9ed")]
    [TestCase("\uff46\uff55\uff4c\uff4c", Description = "full width: no compatibility mapping in NFC")]
    [TestCase("a\u200db", Description = "joiners are part of emoji and of Indic scripts")]
    public void Text_in_normal_form_stays_as_it_is(string text)
    {
        Assert.That(PasswordText.TryNormalize(text, out var normal), Is.True);
        Assert.That(normal, Is.EqualTo(text));
    }

    [TestCase("caf\u00e9", "cafe\u0301", Description = "e with acute")]
    [TestCase("\u00c5ngstr\u00f6m", "A\u030angstro\u0308m")]
    [TestCase("\u212bngstrom", "\u00c5ngstrom", Description = "the Angstrom sign is an A with a ring")]
    [TestCase("\uac00", "\u1100\u1161", Description = "Hangul syllable and its letters")]
    [TestCase("a\u0323\u0307", "a\u0307\u0323", Description = "two marks in either order")]
    public void Composed_and_decomposed_spellings_are_one_password(string one, string other)
    {
        Assert.That(PasswordText.TryNormalize(one, out var first), Is.True);
        Assert.That(PasswordText.TryNormalize(other, out var second), Is.True);
        Assert.That(first, Is.EqualTo(second));
    }

    [TestCase('\u00a0')]
    [TestCase('\u1680')]
    [TestCase('\u2000')]
    [TestCase('\u2003')]
    [TestCase('\u202f')]
    [TestCase('\u205f')]
    [TestCase('\u3000')]
    public void Every_kind_of_space_is_the_plain_one(char space)
    {
        Assert.That(PasswordText.TryNormalize($"walnut{space}ferry", out var normal), Is.True);
        Assert.That(normal, Is.EqualTo("walnut ferry"));
    }

    [TestCaseSource(nameof(Refusals))]
    public void What_cannot_be_a_password_is_refused(string text)
    {
        Assert.That(PasswordText.TryNormalize(text, out var normal), Is.False);
        Assert.That(normal, Is.Null);
    }

    [Test]
    public void A_code_point_that_compatibility_would_blow_up_stays_one()
    {
        Assert.That(PasswordText.TryNormalize(new string('\ufdfa', 128), out var normal), Is.True);
        Assert.That(PasswordText.Count(normal), Is.EqualTo(128));
    }

    [Test]
    public void Text_of_more_than_1024_units_is_refused_before_any_work()
    {
        Assert.That(PasswordText.TryNormalize(new string('a', 1024), out _), Is.True);
        Assert.That(PasswordText.TryNormalize(new string('a', 1025), out _), Is.False);
    }

    [TestCase("", 0)]
    [TestCase("abc", 3)]
    [TestCase("\U0001f98a\U0001f98a", 2)]
    [TestCase("e\u0301", 2)]
    public void Characters_are_counted_as_code_points(string text, int count) =>
        Assert.That(PasswordText.Count(text), Is.EqualTo(count));

    [Test]
    public void The_runtime_normalises_at_all() =>
        // Without ICU, Normalize silently does nothing, and these would be two passwords.
        Assert.That("e\u0301".Normalize(NormalizationForm.FormC), Is.EqualTo("\u00e9"));
}
