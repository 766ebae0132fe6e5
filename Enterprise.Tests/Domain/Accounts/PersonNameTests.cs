using Enterprise.Domain.Accounts;

namespace Enterprise.Tests.Domain.Accounts;

[Parallelizable(ParallelScope.All)]
public sealed class PersonNameTests
{
    private const string Fox = "\U0001f98a";

    [TestCase("Ada")]
    [TestCase("Ada Lovelace")]
    [TestCase("Jean-Luc O'Neill, Jr.")]
    [TestCase("X")]
    [TestCase("\u674e")]
    [TestCase("\u0410\u043d\u043d\u0430 \u041a\u0430\u0440\u0435\u043d\u0438\u043d\u0430")]
    [TestCase("\u05d3\u05d5\u05d3")]
    [TestCase("\u0645\u062d\u0645\u062f")]
    [TestCase("\u0928\u092e\u0938\u094d\u0924\u0947")]
    [TestCase("\u0646\u06cc\u0645\u200c\u0641\u0627\u0635\u0644\u0647", Description = "Persian needs the non-joiner")]
    [TestCase(Fox)]
    [TestCase("\U0001f468\u200d\U0001f469\u200d\U0001f467", Description = "a family of three, held by joiners")]
    [TestCase("<script>alert(1)</script>", Description = "text is text; pages escape what they show")]
    [TestCase("'; DROP TABLE users; --")]
    [TestCase("%s%n ../../etc/passwd ${jndi:x}")]
    public void A_name_is_kept_as_it_was_typed(string text)
    {
        var read = PersonName.TryParse(text, out var name);

        Assert.That(read, Is.True);
        Assert.That(name!.Value, Is.EqualTo(text));
        Assert.That(name.ToString(), Is.EqualTo(text));
    }

    [TestCase("  Ada  ")]
    [TestCase("\u00a0Ada\u00a0")]
    [TestCase("\u3000Ada\u2003")]
    public void White_space_around_a_name_is_trimmed(string text)
    {
        _ = PersonName.TryParse(text, out var name);

        Assert.That(name?.Value, Is.EqualTo("Ada"));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase(" ")]
    [TestCase("\u00a0\u00a0", Description = "nothing but no-break spaces")]
    [TestCase("\u3000\u2003\u2009")]
    [TestCase("\u200b", Description = "nothing that can be seen")]
    [TestCase("\u200b\u200d\ufeff")]
    [TestCase("\u2060 \u00ad")]
    [TestCase("\u0301", Description = "an accent on nothing")]
    [TestCase("\u3164", Description = "a Hangul filler, a letter that is blank")]
    [TestCase("\u115f\u1160")]
    [TestCase("\uffa0")]
    [TestCase("\u2800", Description = "a Braille pattern without dots")]
    [TestCase("\U000e0041", Description = "a tag")]
    [TestCase("\ufe0f", Description = "a variation selector")]
    public void A_name_of_which_nothing_would_be_seen_is_refused(string? text) => Refused(text);

    [TestCase("a\0b")]
    [TestCase("a\u001b[31mb", Description = "would colour a terminal")]
    [TestCase("a\nb")]
    [TestCase("a\r\nb")]
    [TestCase("a\tb")]
    [TestCase("a\u007fb")]
    [TestCase("a\u0085b")]
    [TestCase("a\u009bb")]
    [TestCase("a\u2028b")]
    [TestCase("a\u2029b")]
    public void Control_characters_and_line_ends_are_refused(string text) => Refused(text);

    [TestCase("\u202a")]
    [TestCase("\u202b")]
    [TestCase("\u202c")]
    [TestCase("\u202d")]
    [TestCase("\u202e")]
    [TestCase("\u2066")]
    [TestCase("\u2067")]
    [TestCase("\u2068")]
    [TestCase("\u2069")]
    public void What_turns_the_direction_of_a_list_is_refused(string control) => Refused($"Ada{control}nimda");

    // Not as attributes, whose text is stored as UTF-8 and so loses lone surrogates.
    private static readonly string[] NoCharacters =
    [
        "\ud83e",
        "a\ud800",
        "\udc00a",
        "a\udd8a\ud83eb", // a pair the wrong way round
        "\ue000", // private use
        "\U000f0000",
        "\ufffe", // noncharacters
        "\ufdd0",
        "\U0001ffff",
        "\u0378", // unassigned
    ];

    [TestCaseSource(nameof(NoCharacters))]
    public void What_is_no_character_is_refused(string text) => Refused(text);

    [TestCase("n")]
    [TestCase("\u00e9")]
    [TestCase(Fox)]
    [TestCase("\ufdfa")]
    public void A_name_has_at_most_64_code_points(string character)
    {
        var longest = string.Concat(Enumerable.Repeat(character, 64));

        Assert.That(PersonName.TryParse(longest, out _), Is.True);
        Assert.That(PersonName.TryParse($"  {longest}  ", out _), Is.True);
        Assert.That(PersonName.TryParse(longest + character, out _), Is.False);
    }

    [Test]
    public void Code_points_are_counted_after_they_were_composed()
    {
        var decomposed = string.Concat(Enumerable.Repeat("e\u0301", 64));

        _ = PersonName.TryParse(decomposed, out var name);

        Assert.That(name?.Value, Is.EqualTo(new string('\u00e9', 64)));
    }

    [Test]
    public void Two_spellings_of_one_name_are_equal()
    {
        _ = PersonName.TryParse("Andr\u00e9", out var composed);
        _ = PersonName.TryParse("Andre\u0301", out var decomposed);

        Assert.That(composed, Is.Not.Null);
        Assert.That(composed, Is.EqualTo(decomposed));
    }

    [Test]
    public void A_code_point_that_compatibility_would_blow_up_stays_as_it_is()
    {
        // NFKC makes 18 characters of U+FDFA; NFC leaves it alone.
        _ = PersonName.TryParse("\ufdfa", out var name);

        Assert.That(name?.Value, Is.EqualTo("\ufdfa"));
    }

    [Test]
    public void A_code_point_that_grows_under_composition_is_counted_as_grown()
    {
        // U+FB2C is excluded from composition: one code point becomes three.
        Assert.That(PersonName.TryParse(new string('\ufb2c', 21), out _), Is.True);
        Assert.That(PersonName.TryParse(new string('\ufb2c', 22), out _), Is.False);
    }

    [Test]
    public void A_megabyte_is_refused_without_being_normalised() => Refused(new string('\ufb2c', 1 << 20));

    private static void Refused(string? text)
    {
        var read = PersonName.TryParse(text, out var name);

        Assert.That(read, Is.False);
        Assert.That(name, Is.Null);
    }
}
