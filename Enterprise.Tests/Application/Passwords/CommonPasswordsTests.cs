using System.Buffers.Binary;
using System.Globalization;
using Enterprise.Application.Passwords;

namespace Enterprise.Tests.Application.Passwords;

[Parallelizable(ParallelScope.All)]
public sealed class CommonPasswordsTests
{
    private const int HeaderLength = 16;

    [TestCaseSource(typeof(CommonPasswordExamples), nameof(CommonPasswordExamples.OnTheList))]
    public void A_leaked_password_a_long_word_or_a_famous_phrase_is_common(string password) =>
        Assert.That(CommonPasswords.Default.Contains(password), Is.True);

    [TestCaseSource(typeof(CommonPasswordExamples), nameof(CommonPasswordExamples.DerivedFromRoots))]
    public void A_common_root_with_the_usual_decorations_is_common(string password) =>
        Assert.That(CommonPasswords.Default.Contains(password), Is.True);

    [TestCaseSource(typeof(CommonPasswordExamples), nameof(CommonPasswordExamples.Uncommon))]
    public void A_passphrase_of_unrelated_words_or_a_random_text_is_not_common(string password) =>
        Assert.That(CommonPasswords.Default.Contains(password), Is.False);

    [TestCaseSource(typeof(CommonPasswordExamples), nameof(CommonPasswordExamples.OnTheList))]
    [TestCaseSource(typeof(CommonPasswordExamples), nameof(CommonPasswordExamples.DerivedFromRoots))]
    public void Upper_case_makes_no_password_uncommon(string password) =>
        Assert.That(CommonPasswords.Default.Contains(password.ToUpperInvariant()), Is.True);

    [Test]
    public void The_list_holds_ten_thousand_leaked_passwords_of_twelve_characters_or_more()
    {
        var common = CommonPasswords.Default;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(common.PasswordCount, Is.GreaterThanOrEqualTo(10_000));
            Assert.That(common.WordCount, Is.GreaterThanOrEqualTo(1_000));
            Assert.That(common.RootCount, Is.GreaterThanOrEqualTo(40_000));
        }
    }

    [Test]
    public void The_file_is_small_and_the_list_takes_less_than_a_megabyte_and_a_half()
    {
        var common = CommonPasswords.Default;
        var resident = (common.PasswordCount + common.WordCount + common.RootCount) * sizeof(ulong);

        Assert.That(ReadFile(), Has.Length.LessThan(400_000));
        Assert.That(resident, Is.LessThan(1_500_000));
    }

    [Test]
    public void The_default_is_loaded_once()
    {
        var first = CommonPasswords.Default;

        Assert.That(CommonPasswords.Default, Is.SameAs(first));
    }

    [TestCase("ｐａｓｓｗｏｒｄ１２３４", Description = "full width")]
    [TestCase("pássword1234", Description = "composed accent")]
    [TestCase("pa\u0301ssword1234", Description = "decomposed accent")]
    [TestCase("ﬁnalfantasy", Description = "ligature")]
    [TestCase("𝐩𝐚𝐬𝐬𝐰𝐨𝐫𝐝1234", Description = "mathematical letters, outside the BMP")]
    [TestCase("пароль123456", Description = "the Russian word for password")]
    [TestCase("ЙЦУКЕНГШЩЗХЪ", Description = "the top row of a Russian keyboard")]
    [TestCase("абвгдежзиклм", Description = "the Russian alphabet")]
    [TestCase("🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊", Description = "one emoji again and again")]
    public void Another_Unicode_spelling_of_a_common_password_is_common(string password) =>
        Assert.That(CommonPasswords.Default.Contains(password), Is.True);

    [Test]
    public void Ill_formed_Unicode_is_judged_without_an_exception()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(CommonPasswords.Default.Contains("\ud83dpassword1234"), Is.True, "lone high surrogate");
            Assert.That(CommonPasswords.Default.Contains("walnut\udc00ferry\udc00compass"), Is.False, "lone low ones");
            Assert.That(CommonPasswords.Default.Contains("password\ufffe1234"), Is.True, "U+FFFE");
            Assert.That(CommonPasswords.Default.Contains("password1234\0"), Is.True, "U+0000");
        }
    }

    [Test]
    public void Nothing_at_all_and_short_text_are_common()
    {
        Assert.That(CommonPasswords.Default.Contains([]), Is.True);
        Assert.That(CommonPasswords.Default.Contains("xK9!"), Is.True);
    }

    [Test]
    public void A_password_of_128_characters_is_judged_to_its_end()
    {
        var sentence = string.Concat(Enumerable.Repeat("kestrel plywood saffron engine ", 5))[..128];
        var repeated = string.Concat(Enumerable.Repeat("abcd1234", 16));
        var emoji = string.Concat(Enumerable.Repeat("🦊", 128));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(CommonPasswords.Default.Contains(sentence), Is.False);
            Assert.That(CommonPasswords.Default.Contains(repeated), Is.True);
            Assert.That(CommonPasswords.Default.Contains(emoji), Is.True);
            Assert.That(CommonPasswords.Default.Contains(new string('1', 116) + "vt4Kq9ZbXw2m"), Is.False);
        }
    }

    [Test]
    public void Longer_text_is_left_to_the_length_rule() =>
        Assert.That(CommonPasswords.Default.Contains(new string('a', 257)), Is.False);

    // 256 units are the most that 128 code points take. Four spellings of 20 look-ups at each place, one comparison for each pair
    // of places, and at each place at most as many offers as there are ways on.
    [TestCaseSource(typeof(CommonPasswordExamples), nameof(CommonPasswordExamples.Hostile))]
    public void The_work_for_hostile_text_stays_within_its_bound(string password)
    {
        const int units = 256;
        const int bound = (4 * 20 * units) + (units * units / 2) + (3 * units * units / 2) + (30 * units);

        CommonPasswords.Default.Contains(password, out var steps);

        Assert.That(steps, Is.LessThanOrEqualTo(bound));
    }

    [TestCaseSource(typeof(CommonPasswordExamples), nameof(CommonPasswordExamples.Hostile))]
    public void Hostile_text_twice_as_long_takes_at_most_about_four_times_the_work(string password)
    {
        CommonPasswords.Default.Contains(password.AsSpan(0, password.Length / 2), out var half);
        CommonPasswords.Default.Contains(password, out var whole);

        Assert.That(whole, Is.LessThanOrEqualTo((4 * half) + 4_000));
    }

    [Test]
    public void A_question_in_ASCII_allocates_nothing() =>
        Assert.That(AllocatedBy(["password1234", "violet-kettle-orbit-93", new('a', 128), "p@ssw0rd1234"]), Is.Zero);

    // The runtime's normaliser takes 96 bytes a call; what must not happen is that it grows with the text.
    [Test]
    public void A_question_in_other_scripts_allocates_a_little_whatever_the_length() =>
        Assert.That(
            AllocatedBy(["ｐａｓｓｗｏｒｄ１２３４", "жёлтый трамвай у моря", new('\ufdfa', 128), new('é', 128)]),
            Is.LessThanOrEqualTo(4 * 128)
        );

    [Test]
    public void The_hash_is_the_one_the_file_was_built_with()
    {
        // Two fixed values, computed by eng/common-passwords/build.mjs.
        Assert.That(PasswordHash.Of("password"), Is.EqualTo(0x1369607b6204633bUL));
        Assert.That(PasswordHash.Of("йцукен"), Is.EqualTo(0x8e152579ed39d7acUL));
    }

    [Test]
    public void A_damaged_file_is_refused_when_it_is_read()
    {
        var file = ReadFile();
        var other = (byte[])file.Clone();
        other[0] ^= 1;
        var greedy = (byte[])file.Clone();
        BinaryPrimitives.WriteInt32LittleEndian(greedy.AsSpan(12), int.MaxValue);
        var repeated = (byte[])file.Clone();
        repeated[HeaderLength] = 0;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => CommonPasswordList.Parse(other), Throws.TypeOf<InvalidDataException>());
            Assert.That(() => CommonPasswordList.Parse(greedy), Throws.TypeOf<InvalidDataException>());
            Assert.That(() => CommonPasswordList.Parse(repeated), Throws.TypeOf<InvalidDataException>());
            Assert.That(() => CommonPasswordList.Parse(file.AsSpan(0, 8)), Throws.TypeOf<InvalidDataException>());
            Assert.That(
                () => CommonPasswordList.Parse(file.AsSpan(0, file.Length - 1)),
                Throws.TypeOf<InvalidDataException>()
            );
            Assert.That(() => CommonPasswordList.Parse([.. file, 0]), Throws.TypeOf<InvalidDataException>());
        }
    }

    [Test]
    public void A_year_before_or_after_a_name_is_common_whatever_the_year()
    {
        for (var year = 1900; year < 2050; year++)
        {
            var text = year.ToString(CultureInfo.InvariantCulture);
            Assert.That(CommonPasswords.Default.Contains("Michelle" + text), Is.True, text);
            Assert.That(CommonPasswords.Default.Contains(text + "Michelle"), Is.True, text);
        }
    }

    private static long AllocatedBy(string[] passwords)
    {
        var common = CommonPasswords.Default;
        Ask(common, passwords);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Ask(common, passwords);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Ask(CommonPasswords common, string[] passwords)
    {
        foreach (var password in passwords)
            common.Contains(password);
    }

    private static byte[] ReadFile()
    {
        using var stream = typeof(CommonPasswords).Assembly.GetManifestResourceStream(CommonPasswordList.Resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
