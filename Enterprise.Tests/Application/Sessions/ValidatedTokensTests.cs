using Enterprise.Application.Sessions;
using Enterprise.Application.Sessions.Keys;
using Enterprise.Tests.Application.Sessions.Keys;
using Microsoft.Extensions.Options;

namespace Enterprise.Tests.Application.Sessions;

/// <summary>The memory of tokens that were valid: it saves the work and never the answer.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ValidatedTokensTests
{
    private static readonly Guid User = new(TokenForge.User);
    private static readonly Guid Session = new(TokenForge.Session);

    [Test]
    public void A_token_that_comes_again_gives_the_same_object()
    {
        var forge = new RingForge();
        var token = Issue(forge);

        Assert.That(Read(forge, token), Is.SameAs(Read(forge, new string(token.AsSpan()))));
    }

    [Test]
    public void Where_it_is_switched_off_every_token_is_validated_again()
    {
        var forge = new RingForge(cachedTokens: 0);
        var token = Issue(forge);
        var first = Read(forge, token);

        Assert.That(Read(forge, token), Is.Not.Null.And.Not.SameAs(first));
    }

    [Test]
    public void A_hit_allocates_nothing()
    {
        var forge = new RingForge();
        var token = Issue(forge);
        Read(forge, token);
        Read(forge, token);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            forge.Reader.TryRead(token, out _);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1000));
    }

    [Test]
    public void A_remembered_token_ends_in_the_same_second_as_any_other()
    {
        var forge = new RingForge();
        var token = Issue(forge);
        Read(forge, token);

        forge.Clock.Advance(TimeSpan.FromSeconds(600 + 29));
        Assert.That(Read(forge, token), Is.Not.Null);
        forge.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(Read(forge, token), Is.Null);
    }

    [Test]
    public void A_remembered_token_is_refused_when_the_clock_is_set_back_beyond_the_skew()
    {
        var forge = new RingForge();
        var token = Issue(forge);
        Read(forge, token);

        forge.Clock.Advance(TimeSpan.FromSeconds(-30));
        Assert.That(Read(forge, token), Is.Not.Null);
        forge.Clock.Advance(TimeSpan.FromSeconds(-1));
        Assert.That(Read(forge, token), Is.Null);
    }

    [Test]
    public void A_remembered_token_ends_with_its_key()
    {
        using var lab = new ReloadLab();
        var (reader, issuer) = Of(lab);
        var token = issuer.Issue(User, Session, TokenForge.Granted).Reveal();
        reader.TryRead(token, out var first);

        lab.Write(("a", KeyLab.EcPublicPem, false), ("b", KeyLab.OtherEcPem, true));
        lab.Keys.Reload();
        Assert.That(reader.TryRead(token, out var kept), Is.True);
        Assert.That(kept, Is.SameAs(first));

        lab.Write(("b", KeyLab.OtherEcPem, true));
        lab.Keys.Reload();
        Assert.That(reader.TryRead(token, out _), Is.False);
    }

    [Test]
    public void A_remembered_token_is_refused_when_other_material_takes_the_id_of_its_key()
    {
        using var lab = new ReloadLab();
        var (reader, issuer) = Of(lab);
        var token = issuer.Issue(User, Session, TokenForge.Granted).Reveal();
        reader.TryRead(token, out _);

        lab.Write(("a", KeyLab.OtherEcPem, true));
        lab.Keys.Reload();

        Assert.That(reader.TryRead(token, out _), Is.False);
    }

    [Test]
    public void A_remembered_token_is_refused_from_the_second_in_which_its_key_retires()
    {
        using var lab = new ReloadLab();
        var (reader, issuer) = Of(lab);
        var token = issuer.Issue(User, Session, TokenForge.Granted).Reveal();
        reader.TryRead(token, out _);
        var end = lab.Clock.GetUtcNow().AddSeconds(60);

        lab.WriteText(
            $$"""{"keys":[{"kid":"a","algorithm":"ES256","pem":{{System.Text.Json.JsonSerializer.Serialize(KeyLab.EcPublicPem)}},"retire_after":"{{end:yyyy-MM-dd'T'HH:mm:ss'Z'}}"}]}"""
        );
        Assert.That(lab.Keys.Reload().IsExchanged, Is.True);
        lab.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.That(reader.TryRead(token, out _), Is.True);
        lab.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(reader.TryRead(token, out _), Is.False);
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(5)]
    [TestCase(64)]
    public void However_few_slots_there_are_every_token_gives_its_own_answer(int slots)
    {
        var forge = new RingForge(slots);
        var tokens = Enumerable
            .Range(0, 100)
            .Select(i => (User: new Guid(i, 0, 0, new byte[8]), Token: Issue(forge, new Guid(i, 0, 0, new byte[8]))))
            .ToArray();

        for (var turn = 0; turn < 3; turn++)
            foreach (var (user, token) in tokens)
                Assert.That(Read(forge, token)?.UserId, Is.EqualTo(user));
    }

    [Test]
    public void What_expires_first_gives_way()
    {
        using var key = HmacKey.From(KeyLab.AccessSecret);
        var tokens = new ValidatedTokens(4);
        var start = RingForge.Start;
        for (var i = 1; i <= 4; i++)
            tokens.Add(Token(key, i, start.AddMinutes(i == 3 ? 0 : i)));

        tokens.Add(Token(key, 5, start.AddMinutes(5)));

        Assert.That(
            Enumerable.Range(1, 5).Where(i => tokens.Find(Hash(i)) is not null),
            Is.EqualTo((int[])[1, 2, 4, 5])
        );
    }

    [Test]
    public void A_token_that_is_not_valid_is_not_remembered()
    {
        var forge = new RingForge();
        var token = forge.Token("future", "ES256", input => RingForge.Es(RingForge.Future, input));

        Assert.That(Read(forge, token), Is.Null);
        forge.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(Read(forge, token), Is.Not.Null);
    }

    [Test]
    public void Many_threads_share_few_slots_and_nobody_gets_the_token_of_another()
    {
        var forge = new RingForge(4);
        var tokens = Enumerable
            .Range(0, 16)
            .Select(i => (User: new Guid(i, 0, 0, new byte[8]), Token: Issue(forge, new Guid(i, 0, 0, new byte[8]))))
            .ToArray();
        var bad = 0;

        Parallel.For(
            0,
            20_000,
            i =>
            {
                var (user, token) = tokens[i % tokens.Length];
                if (!forge.Reader.TryRead(token, out var read) || read.UserId != user)
                    Interlocked.Increment(ref bad);
            }
        );

        Assert.That(bad, Is.Zero);
    }

    private static string Issue(RingForge forge, Guid? user = null) =>
        forge.Issuer.Issue(user ?? User, Session, TokenForge.Granted).Reveal();

    private static AccessToken? Read(RingForge forge, string token) =>
        forge.Reader.TryRead(token, out var read) ? read : null;

    private static (AccessTokenReader Reader, AccessTokenIssuer Issuer) Of(ReloadLab lab)
    {
        var options = Options.Create(lab.Options);
        return (
            new AccessTokenReader(lab.Keys, options, lab.Clock),
            new AccessTokenIssuer(lab.Keys, options, Options.Create(new SessionOptions()), lab.Clock)
        );
    }

    // All in one set, which the first number chooses.
    private static TokenHash Hash(int i) => new(0, 0, 0, (ulong)i);

    private static ValidatedToken Token(SigningKey key, int i, DateTimeOffset expires) =>
        new(
            Hash(i),
            key,
            RingForge.Start,
            new AccessToken(Guid.Empty, User, Session, RingForge.Start, expires, TokenForge.Granted)
        );
}
