using Enterprise.Application.Passwords;

namespace Enterprise.Tests.Application.Passwords;

/// <summary>The PHC string format, read as strictly as it was written.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class PhcStringTests
{
    private const string Salt = "AAECAwQFBgcICQoLDA0ODw";
    private const string Tag = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    private const string Good = $"$argon2id$v=19$m=19456,t=2,p=1${Salt}${Tag}";

    private static readonly string[] Bad =
    [
        "",
        "$",
        "argon2id$v=19$m=19456,t=2,p=1$" + Salt + "$" + Tag,
        " " + Good,
        Good + " ",
        Good + "\n",
        Good + "$",
        Good + "$AAAA",
        Costs("", Tag),
        // Other algorithms, variants and versions.
        Good.Replace("argon2id", "argon2i"),
        Good.Replace("argon2id", "argon2d"),
        Good.Replace("argon2id", "Argon2id"),
        Good.Replace("argon2id", "scrypt"),
        Good.Replace("v=19", "v=16"),
        Good.Replace("v=19", "v=019"),
        Good.Replace("v=19$", ""),
        "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW",
        // Costs that nobody configured.
        Costs("m=1048577,t=2,p=1"),
        Costs("m=4294967295,t=2,p=1"),
        Costs("m=99999999999999999999,t=2,p=1"),
        Costs("m=19456,t=17,p=1"),
        Costs("m=19456,t=4294967296,p=1"),
        Costs("m=19456,t=2,p=17"),
        Costs("m=0,t=2,p=1"),
        Costs("m=19456,t=0,p=1"),
        Costs("m=19456,t=2,p=0"),
        Costs("m=7,t=2,p=1"),
        Costs("m=31,t=2,p=4"),
        // Numbers written otherwise than we write them.
        Costs("m=019456,t=2,p=1"),
        Costs("m=19456,t=02,p=1"),
        Costs("m=+19456,t=2,p=1"),
        Costs("m=-19456,t=2,p=1"),
        Costs("m= 19456,t=2,p=1"),
        Costs("m=19456 ,t=2,p=1"),
        Costs("m=19456\0,t=2,p=1"),
        Costs("m=19,456,t=2,p=1"),
        Costs("m=19456.0,t=2,p=1"),
        Costs("m=1e4,t=2,p=1"),
        Costs("m=0x4c00,t=2,p=1"),
        Costs("m=\u0661\u0669\u0664\u0665\u0666,t=2,p=1"),
        Costs("m=,t=2,p=1"),
        // Members missing, twice, in another order, or more of them.
        Costs("t=2,m=19456,p=1"),
        Costs("m=19456,p=1,t=2"),
        Costs("m=19456,t=2"),
        Costs("m=19456,t=2,p=1,p=1"),
        Costs("m=19456,t=2,p=1,keyid=AAAA"),
        Costs("m=19456,t=2,p=1,"),
        Costs("M=19456,T=2,P=1"),
        // Base64 that is padded, of the other alphabet, too short, too long, or not canonical.
        Parts(Salt + "==", Tag),
        Parts(Salt, Tag + "="),
        Parts("", Tag),
        Parts(Salt, ""),
        Parts("AAAAAAAAAA", Tag),
        Parts(Salt, "AAAA"),
        Parts("A", Tag),
        Parts("__ECAwQFBgcICQoLDA0ODw", Tag),
        Parts(Salt.Insert(4, " "), Tag),
        Parts(Salt.Insert(4, "\n"), Tag),
        Parts(Salt[..^1] + "x", Tag),
        Parts(Salt, Tag[..^1] + "9"),
        Parts(Salt, new string('A', 88)),
        Parts(Salt, new string('A', 100_000)),
    ];

    [Test]
    public void What_was_written_is_read_again()
    {
        byte[] salt = [.. Enumerable.Range(0, 16).Select(i => (byte)i)];
        byte[] tag = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

        var text = new PhcString(19456, 2, 1, salt, tag).ToString();

        Assert.That(text, Is.EqualTo(Good));
        Assert.That(PhcString.TryParse(text, out var read), Is.True);
        Assert.That((read!.MemoryKib, read.Iterations, read.Parallelism), Is.EqualTo((19456, 2, 1)));
        Assert.That(read.Salt, Is.EqualTo(salt));
        Assert.That(read.Tag, Is.EqualTo(tag));
    }

    [TestCase("m=1048576,t=16,p=16")]
    [TestCase("m=8,t=1,p=1")]
    [TestCase("m=128,t=1,p=16")]
    public void Costs_at_their_bounds_are_read(string costs) =>
        Assert.That(PhcString.TryParse(Costs(costs), out _), Is.True);

    [TestCase(8, 4)]
    [TestCase(16, 31)]
    [TestCase(17, 33)]
    [TestCase(64, 64)]
    public void Salts_and_tags_of_every_length_come_back(int salt, int tag)
    {
        var text = new PhcString(64, 1, 1, new byte[salt], new byte[tag]).ToString();

        Assert.That(PhcString.TryParse(text, out var read), Is.True);
        Assert.That((read!.Salt.Length, read.Tag.Length), Is.EqualTo((salt, tag)));
    }

    [TestCaseSource(nameof(Bad))]
    public void Anything_else_is_refused(string text)
    {
        Assert.That(PhcString.TryParse(text, out var read), Is.False);
        Assert.That(read, Is.Null);
    }

    [Test]
    public void The_output_of_the_reference_program_is_read()
    {
        // echo -n password | argon2 somesaltsomesalt -id -v 13 -t 2 -k 65536 -p 1 -l 32 gives this form.
        const string reference =
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$RdescudvJCsgt3ub+b7dWRWJTmaaQjjbjOBcUkGzbhs";

        Assert.That(PhcString.TryParse(reference, out _), Is.True);
    }

    private static string Costs(string costs) => Costs(costs, Tag);

    private static string Costs(string costs, string tag) => $"$argon2id$v=19${costs}${Salt}${tag}";

    private static string Parts(string salt, string tag) => $"$argon2id$v=19$m=19456,t=2,p=1${salt}${tag}";
}
