using Enterprise.Application.Passwords;
using Enterprise.Domain.Common;

namespace Enterprise.Tests.Application.Passwords;

[Parallelizable(ParallelScope.All)]
public sealed class PasswordRulesTests
{
    private static readonly PasswordRules Rules = new(CommonPasswords.Default);

    // 12 and 128 code points that no rule makes from a word.
    private const string Shortest = "mvhq-zetk-wu";
    private static readonly string Longest = string.Concat(
        Enumerable.Range(0, 128).Select(i => "kq7zR+w3xV.m9Tb"[i * 7 % 15])
    );

    private static readonly string Emoji = string.Concat(
        Enumerable.Range(0, 128).Select(i => char.ConvertFromUtf32(0x1f400 + (i * 37 % 61)))
    );

    [Test]
    public void A_password_has_12_to_128_characters()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(CodeOf(Shortest), Is.Null);
            Assert.That(CodeOf(Shortest[..^1]), Is.EqualTo("too_short"));
            Assert.That(CodeOf(Longest), Is.Null);
            Assert.That(CodeOf(Longest + "q"), Is.EqualTo("too_long"));
        }
    }

    [Test]
    public void Emoji_count_as_one_character_each()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                CodeOf("\U0001f98a\U0001f6a2\U0001f9ed\U0001f355\U0001f308\U0001f680"),
                Is.EqualTo("too_short")
            );
            Assert.That(CodeOf(Emoji[..24]), Is.Null, "12 of them");
            Assert.That(CodeOf(Emoji), Is.Null, "128 of them, 512 bytes");
            Assert.That(CodeOf(Emoji + "\U0001f98a"), Is.EqualTo("too_long"));
        }
    }

    [Test]
    public void Characters_are_counted_after_they_were_composed()
    {
        var decomposed = string.Concat(Shortest.Select(letter => letter == '-' ? "-" : letter + "\u0301"));

        // 12 accented letters in 22 code points: some of them do not compose, so this is judged as longer than 12.
        Assert.That(CodeOf(decomposed), Is.Null);
        Assert.That(CodeOf(string.Concat(Enumerable.Repeat("e\u0301", 11))), Is.EqualTo("too_short"));
    }

    [TestCase(null)]
    [TestCase("")]
    public void A_password_is_needed(string? text) =>
        Assert.That(Rules.Judge(text is null ? null : new Secret(text), null, null)?.Code, Is.EqualTo("required"));

    [Test]
    public void What_cannot_be_a_password_is_called_so()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(CodeOf("mvhq-zetk-wu\0"), Is.EqualTo("invalid_characters"));
            Assert.That(CodeOf("mvhq\tzetk\twu7"), Is.EqualTo("invalid_characters"));
            Assert.That(CodeOf("mvhq-zetk\nwu7x"), Is.EqualTo("invalid_characters"));
            Assert.That(CodeOf("mvhq\ud800zetk-wu7"), Is.EqualTo("invalid_characters"));
            Assert.That(CodeOf("mvhq\u0378zetk-wu7"), Is.EqualTo("invalid_characters"));
        }
    }

    [TestCase(129)]
    [TestCase(1_000)]
    [TestCase(1_025)]
    [TestCase(1 << 20)]
    public void What_is_far_too_long_is_called_too_long(int length) =>
        Assert.That(CodeOf(new string('z', length)), Is.EqualTo("too_long"));

    [Test]
    public void Compatibility_forms_do_not_grow_a_password()
    {
        // 18 characters each in NFKC; 3 bytes each as they are.
        Assert.That(CodeOf(new string('\ufdfa', 129)), Is.EqualTo("too_long"));
        Assert.That(CodeOf(new string('\ufdfa', 128)), Is.AnyOf(null, "common_password"));
    }

    [TestCase("123456789012")]
    [TestCase("passwordpassword")]
    [TestCase("PasswordPassword1!")]
    [TestCase("p\u00e1ssword1234")]
    [TestCase("qwertyuiop[]")]
    [TestCase("                    ")]
    [TestCase("aaaaaaaaaaaa")]
    public void A_common_password_is_refused(string text) => Assert.That(CodeOf(text), Is.EqualTo("common_password"));

    [TestCase("zebediah.quill@example.com", "zebediah.quill@example.com", null)]
    [TestCase("ZEBEDIAH.QUILL@EXAMPLE.COM", "zebediah.quill@example.com", null)]
    [TestCase("zebediah.quill@example.com!!7", "Zebediah.Quill@Example.com", null)]
    [TestCase("zebediah.quill99", "zebediah.quill@example.com", null)]
    [TestCase("quill-zebediah", "zebediah.quill@example.com", null)]
    [TestCase("Zebediah Quill", null, "Zebediah Quill")]
    [TestCase("quilzebediahquil", null, "Zebediah Quil")]
    [TestCase("ZebediahQuill2024", null, "  Zebediah Quill ")]
    [TestCase("\u017dofieNov\u00e1kov\u00e11", null, "Z\u030cofie Nova\u0301kova\u0301")]
    public void A_password_made_of_its_owners_names_is_refused(string text, string? email, string? name) =>
        Assert.That(Rules.Judge(new Secret(text), email, name)?.Code, Is.EqualTo("personal_password"));

    [TestCase("zebediah walnut ferry compass", "zebediah.quill@example.com", "Zebediah Quill")]
    [TestCase("walnut ferry compass", "a@b.de", "Al")]
    [TestCase("walnut ferry compass", "not an address", "\u202e")]
    public void A_name_within_a_longer_password_does_no_harm(string text, string? email, string? name) =>
        Assert.That(Rules.Judge(new Secret(text), email, name), Is.Null);

    [TestCase("mvhq-zetk-wu\0")]
    [TestCase("Zebediah Quill")]
    [TestCase("short")]
    [TestCase("passwordpassword")]
    public void No_refusal_repeats_the_password(string text)
    {
        var refusal = Rules.Judge(new Secret(text), null, "Zebediah Quill");

        Assert.That(refusal?.Field, Is.EqualTo("password"));
        Assert.That(refusal?.Message, Does.Not.Contain(text));
    }

    private static string? CodeOf(string text) => Rules.Judge(new Secret(text), null, null)?.Code;
}
