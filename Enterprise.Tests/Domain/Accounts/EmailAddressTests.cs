using Enterprise.Domain.Accounts;

namespace Enterprise.Tests.Domain.Accounts;

[Parallelizable(ParallelScope.All)]
public sealed class EmailAddressTests
{
    private static readonly string LongestLocal = new('l', 64);
    private static readonly string LongestLabel = new('d', 63);

    // 64 + 1 + labels of 61, 63, 58, 1 and 2 with their dots make 254 characters.
    private static readonly string Longest =
        $"{LongestLocal}@{new string('a', 61)}.{LongestLabel}.{new string('b', 58)}.d.de";

    [TestCaseSource(typeof(EmailExamples), nameof(EmailExamples.Good))]
    public void What_people_have_for_an_address_is_read(string text)
    {
        var read = EmailAddress.TryParse(text, out var address);

        Assert.That(read, Is.True);
        Assert.That(address!.Value, Is.EqualTo(text));
    }

    [TestCaseSource(typeof(EmailExamples), nameof(EmailExamples.Canonical))]
    public void An_address_is_kept_trimmed_and_in_lower_case(string text, string canonical)
    {
        _ = EmailAddress.TryParse(text, out var address);

        Assert.That(address?.Value, Is.EqualTo(canonical));
    }

    [TestCaseSource(typeof(EmailExamples), nameof(EmailExamples.Bad))]
    [TestCaseSource(typeof(EmailExamples), nameof(EmailExamples.LookAlikes))]
    [TestCaseSource(typeof(EmailExamples), nameof(EmailExamples.Injections))]
    public void What_is_no_address_is_refused(string? text)
    {
        var read = EmailAddress.TryParse(text, out var address);

        Assert.That(read, Is.False);
        Assert.That(address, Is.Null);
    }

    [Test]
    public void An_address_of_254_characters_is_read_and_one_of_255_is_not()
    {
        Assert.That(Longest, Has.Length.EqualTo(254));
        Assert.That(EmailAddress.TryParse(Longest, out _), Is.True);
        Assert.That(EmailAddress.TryParse(Longest.Replace(".d.de", ".dd.de"), out _), Is.False);
    }

    [Test]
    public void White_space_around_the_longest_address_does_not_make_it_too_long() =>
        Assert.That(EmailAddress.TryParse($"  {Longest}  ", out _), Is.True);

    [Test]
    public void A_local_part_has_at_most_64_characters()
    {
        Assert.That(EmailAddress.TryParse($"{LongestLocal}@example.com", out _), Is.True);
        Assert.That(EmailAddress.TryParse($"{LongestLocal}l@example.com", out _), Is.False);
    }

    [Test]
    public void A_label_of_the_domain_has_at_most_63_characters()
    {
        Assert.That(EmailAddress.TryParse($"a@{LongestLabel}.com", out _), Is.True);
        Assert.That(EmailAddress.TryParse($"a@{LongestLabel}d.com", out _), Is.False);
        Assert.That(EmailAddress.TryParse($"a@example.{LongestLabel}", out _), Is.True);
        Assert.That(EmailAddress.TryParse($"a@example.{LongestLabel}d", out _), Is.False);
    }

    [Test]
    public void A_megabyte_is_refused_like_anything_else_that_is_too_long() =>
        Assert.That(EmailAddress.TryParse(new string('a', 1 << 20) + "@example.com", out _), Is.False);

    [Test]
    public void The_local_part_is_what_stands_before_the_at_sign()
    {
        _ = EmailAddress.TryParse("Ada.Lovelace+bills@Example.com", out var address);

        Assert.That(address!.LocalPart, Is.EqualTo("ada.lovelace+bills"));
        Assert.That(address.ToString(), Is.EqualTo("ada.lovelace+bills@example.com"));
    }

    [Test]
    public void Two_spellings_of_one_address_are_equal()
    {
        _ = EmailAddress.TryParse("ADA@example.com", out var one);
        _ = EmailAddress.TryParse(" ada@EXAMPLE.com ", out var other);

        Assert.That(one, Is.EqualTo(other));
    }

    [Test]
    public void Every_ASCII_character_is_judged_by_the_grammar_of_a_dot_atom()
    {
        // RFC 5322 section 3.2.3, atext, and the dot between atoms.
        const string allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~.";

        using (Assert.EnterMultipleScope())
            for (var character = '\0'; character < '\x80'; character++)
                Assert.That(
                    _ = EmailAddress.TryParse($"a{character}b@example.com", out _),
                    Is.EqualTo(allowed.Contains(character)),
                    $"U+{(int)character:X4}"
                );
    }

    [Test]
    public void Every_ASCII_character_is_judged_by_the_grammar_of_a_domain()
    {
        const string allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";

        using (Assert.EnterMultipleScope())
            for (var character = '\0'; character < '\x80'; character++)
                // At the at sign the whole becomes another address with a bad local part.
                Assert.That(
                    _ = EmailAddress.TryParse($"a@b{character}b.com", out _),
                    Is.EqualTo(allowed.Contains(character)),
                    $"U+{(int)character:X4}"
                );
    }
}
