using Enterprise.Application.Sessions.Keys;

namespace Enterprise.Tests.Application.Sessions.Keys;

/// <summary>Tokens under keys of every algorithm.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class RingReaderTests
{
    [TestCaseSource(typeof(RingForgeries), nameof(RingForgeries.Genuine))]
    public void The_token_that_the_forgeries_were_made_from_is_read(string token) =>
        Assert.That(new RingForge().Reads(token), Is.True);

    [TestCaseSource(typeof(RingForgeries), nameof(RingForgeries.All))]
    public void A_token_that_is_forged_is_refused(string token) => Assert.That(new RingForge().Reads(token), Is.False);

    [Test]
    public void There_are_forgeries_enough() => Assert.That(RingForgeries.All().Count(), Is.GreaterThan(150));

    [Test]
    public void The_PSS_that_forges_salts_signs_well_with_the_right_one()
    {
        var forge = new RingForge();

        Assert.That(forge.Reads(forge.Token("ps", "PS256", input => Pss.Sign(KeyLab.Rsa, input, 32))), Is.True);
    }

    [TestCase("""{"kid":"ec","typ":"at+jwt","alg":"ES256"}""")]
    [TestCase("""{ "alg" : "ES256", "typ":"at+jwt", "kid":"ec" }""")]
    [TestCase("""{"\u0061lg":"ES256","typ":"at+jwt","kid":"ec"}""")]
    public void A_header_that_says_the_same_in_another_way_is_read(string header)
    {
        var forge = new RingForge();

        Assert.That(forge.Reads(forge.Segments(header, input => RingForge.Es(KeyLab.Ec, input))), Is.True);
    }

    [Test]
    public void The_active_key_signs_what_is_issued()
    {
        var forge = new RingForge();

        var token = forge
            .Issuer.Issue(new Guid(TokenForge.User), new Guid(TokenForge.Session), TokenForge.Granted)
            .Reveal();

        Assert.That(token, Does.StartWith(TokenForge.Encode("""{"alg":"ES256","typ":"at+jwt","kid":"ec"}""") + "."));
        Assert.That(forge.Reads(token), Is.True);
    }

    [Test]
    public void A_key_verifies_from_the_second_of_its_beginning()
    {
        var forge = new RingForge();
        var token = forge.Token("future", "ES256", input => RingForge.Es(RingForge.Future, input));

        Assert.That(forge.Reads(token), Is.False);
        forge.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(forge.Reads(token), Is.True);
    }

    [Test]
    public void A_public_key_is_enough_to_read_what_its_private_key_signed()
    {
        var forge = new RingForge();
        var token = forge.Token("ec", "ES256", input => RingForge.Es(KeyLab.Ec, input));
        var key = KeyLab.EcKey();
        key.Pem = KeyLab.EcPublicPem;
        var options = KeyLab.Options(key);
        (options.Issuer, options.Audience) = (TokenForge.Jwt.Issuer, TokenForge.Jwt.Audience);
        using var keys = KeyLab.Ring(options, forge.Clock);
        var reader = new Enterprise.Application.Sessions.AccessTokenReader(
            keys,
            Microsoft.Extensions.Options.Options.Create(options),
            forge.Clock
        );

        Assert.That(reader.TryRead(token, out _), Is.True);
    }

    [Test]
    public void Many_threads_issue_and_read_under_one_asymmetric_key()
    {
        var forge = new RingForge();
        var bad = 0;

        Parallel.For(
            0,
            400,
            i =>
            {
                var user = new Guid(i, 0, 0, new byte[8]);
                var token = forge.Issuer.Issue(user, new Guid(TokenForge.Session), TokenForge.Granted).Reveal();
                if (!forge.Reader.TryRead(token, out var read) || read.UserId != user)
                    Interlocked.Increment(ref bad);
            }
        );

        Assert.That(bad, Is.Zero);
        Assert.That(forge.Keys.Active, Is.InstanceOf<EcKey>());
    }
}
