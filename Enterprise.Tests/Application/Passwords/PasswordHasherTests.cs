using Enterprise.Application.Passwords;
using Enterprise.Domain.Common;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Application.Passwords;

[Parallelizable(ParallelScope.All)]
public sealed class PasswordHasherTests
{
    private const string Password = "walnut ferry compass";

    private static readonly Guid User = new("0197a000-0000-7000-8000-000000000001");
    private static readonly Guid Other = new("0197a000-0000-7000-8000-000000000002");

    // Not as attributes, whose text is stored as UTF-8 and so loses lone surrogates.
    private static readonly string[] Unspeakable = ["", "\0", "walnut\0", "walnut\ud800ferry", new string('a', 1025)];

    [Test]
    public async Task The_right_password_matches_and_a_wrong_one_does_not()
    {
        using var lab = new HashLab();
        var stored = await HashAsync(lab, User, Password);

        Assert.That(await VerifyAsync(lab, User, stored, Password), Is.EqualTo(new PasswordVerification(true, null)));
        foreach (var wrong in (string[])["walnut ferry compas", "Walnut ferry compass", "walnut ferry compass ", "x"])
            Assert.That((await VerifyAsync(lab, User, stored, wrong)).Matches, Is.False, wrong);
    }

    [Test]
    public async Task Every_spelling_of_a_password_is_the_same_password()
    {
        using var lab = new HashLab();
        var stored = await HashAsync(lab, User, "caf\u00e9 walnut ferry");

        Assert.That((await VerifyAsync(lab, User, stored, "cafe\u0301\u00a0walnut\u3000ferry")).Matches, Is.True);
    }

    [Test]
    public async Task Nobodys_password_never_matches()
    {
        using var lab = new HashLab();

        foreach (var guess in (string[])[Password, "nobody's", "", "\0", "dummy", new string('\0', 32)])
            Assert.That(await VerifyAsync(lab, Guid.Empty, null, guess), Is.EqualTo(default(PasswordVerification)));
    }

    [Test]
    public async Task A_password_that_moved_to_another_row_never_matches()
    {
        using var lab = new HashLab();
        var stored = await HashAsync(lab, User, Password);

        Assert.That(await VerifyAsync(lab, Other, stored, Password), Is.EqualTo(default(PasswordVerification)));
    }

    [TestCase("")]
    [TestCase("v1.AAAAAAAA.AAAAAAAAAAAAAAAA.AAAA")]
    [TestCase("$argon2id$v=19$m=64,t=1,p=1$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8")]
    public async Task A_row_that_was_tampered_with_never_matches(string stored)
    {
        using var lab = new HashLab();

        Assert.That(await VerifyAsync(lab, User, stored, Password), Is.EqualTo(default(PasswordVerification)));
    }

    [Test]
    public async Task The_same_password_is_never_stored_the_same_way_twice()
    {
        using var lab = new HashLab();
        var one = await HashAsync(lab, User, Password);
        var other = await HashAsync(lab, User, Password);

        lab.Envelope.TryOpen(User, one, out var first, out _);
        lab.Envelope.TryOpen(User, other, out var second, out _);

        Assert.That(first, Does.StartWith("$argon2id$v=19$m=64,t=1,p=1$"));
        Assert.That(first?.Split('$')[4], Is.Not.EqualTo(second?.Split('$')[4]), "The salt is drawn anew.");
    }

    [TestCase(128, 1, 1)]
    [TestCase(64, 2, 1)]
    [TestCase(64, 1, 2)]
    public async Task A_hash_with_other_parameters_matches_and_is_renewed(int memory, int iterations, int parallelism)
    {
        using var before = new HashLab();
        var options = HashLab.Cheap();
        (options.MemoryKib, options.Iterations, options.Parallelism) = (memory, iterations, parallelism);
        using var after = new HashLab(options);
        var stored = await HashAsync(before, User, Password);

        var verification = await VerifyAsync(after, User, stored, Password);

        Assert.That(verification.Matches, Is.True);
        Assert.That(
            await VerifyAsync(after, User, verification.Renewed, Password),
            Is.EqualTo(new PasswordVerification(true, null)),
            "What was renewed is current."
        );
        Assert.That(await VerifyAsync(after, User, stored, "wrong"), Is.EqualTo(default(PasswordVerification)));
    }

    [Test]
    public async Task A_hash_under_a_previous_pepper_matches_and_is_renewed()
    {
        using var before = new HashLab();
        var options = HashLab.Cheap();
        (options.Pepper, options.PreviousPeppers) = ("the new pepper that came after it", options.Pepper);
        using var after = new HashLab(options);
        var stored = await HashAsync(before, User, Password);

        var verification = await VerifyAsync(after, User, stored, Password);

        Assert.That(verification.Matches, Is.True);
        Assert.That((await VerifyAsync(after, User, verification.Renewed, Password)).Renewed, Is.Null);
        Assert.That((await VerifyAsync(before, User, verification.Renewed, Password)).Matches, Is.False);
    }

    [TestCaseSource(nameof(Unspeakable))]
    public async Task What_cannot_be_normalised_never_matches_and_costs_a_hash(string text)
    {
        using var lab = new HashLab();
        var stored = await HashAsync(lab, User, Password);
        var before = lab.Computations;

        Assert.That((await VerifyAsync(lab, User, stored, text)).Matches, Is.False);
        Assert.That(lab.Computations - before, Is.EqualTo(1));
    }

    [TestCaseSource(nameof(Unspeakable))]
    public void What_cannot_be_normalised_is_never_stored(string text)
    {
        using var lab = new HashLab();

        Assert.That(() => HashAsync(lab, User, text), Throws.TypeOf<ArgumentException>());
        Assert.That(lab.Computations, Is.Zero);
    }

    [Test]
    public async Task Known_and_unknown_cost_the_same_number_of_hashes()
    {
        using var lab = new HashLab();
        var stored = await HashAsync(lab, User, Password);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await CostAsync(lab, User, stored, Password), Is.EqualTo(1), "the right password");
            Assert.That(await CostAsync(lab, User, stored, "wrong"), Is.EqualTo(1), "a wrong one");
            Assert.That(await CostAsync(lab, Guid.Empty, null, Password), Is.EqualTo(1), "an unknown account");
            Assert.That(await CostAsync(lab, Other, stored, Password), Is.EqualTo(1), "a row that does not open");
            Assert.That(await CostAsync(lab, User, "", Password), Is.EqualTo(1), "a row that is empty");
        }
    }

    [Test]
    public async Task Many_at_once_match_each_their_own()
    {
        using var lab = new HashLab();

        await Task.WhenAll(
            Enumerable
                .Range(1, 100)
                .Select(async i =>
                {
                    var user = new Guid(i, 0, 0, new byte[8]);
                    var stored = await HashAsync(lab, user, $"{Password} {i}");
                    Assert.That((await VerifyAsync(lab, user, stored, $"{Password} {i}")).Matches, Is.True);
                    Assert.That((await VerifyAsync(lab, user, stored, $"{Password} {i + 1}")).Matches, Is.False);
                })
        );
    }

    private static async Task<int> CostAsync(HashLab lab, Guid user, string? stored, string password)
    {
        var before = lab.Computations;
        await VerifyAsync(lab, user, stored, password);
        return lab.Computations - before;
    }

    private static async Task<string> HashAsync(HashLab lab, Guid user, string password) =>
        Value(await lab.Hasher.HashAsync(user, new Secret(password), CancellationToken.None));

    private static async Task<PasswordVerification> VerifyAsync(
        HashLab lab,
        Guid user,
        string? stored,
        string password
    ) => Value(await lab.Hasher.VerifyAsync(user, stored, new Secret(password), CancellationToken.None));

    private static T Value<T>(Result<T> result) =>
        result.TryGet(out var value, out var failure) ? value : throw new AssertionException(failure.Code);
}
