using Enterprise.Application.Sessions;
using Enterprise.Tests.Contracts;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Application.Sessions;

[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RevocationsTests
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    private readonly ManualClock clock = new();

    [Test]
    public void Nothing_is_believed_before_the_feed_has_spoken() => Assert.That(New().IsComplete, Is.False);

    [Test]
    public void What_was_complete_is_believed_for_less_than_a_second()
    {
        var revocations = New();
        revocations.MarkComplete(clock.GetTimestamp());
        Assert.That(revocations.IsComplete, Is.True);

        clock.Advance(Revocations.Bound - Millisecond);
        Assert.That(revocations.IsComplete, Is.True);
        clock.Advance(Millisecond);
        Assert.That(revocations.IsComplete, Is.False);
        Assert.That(revocations.Age, Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public void A_session_that_ended_covers_its_tokens_and_no_others()
    {
        var revocations = New();
        var (one, other) = (Token(), Token());

        revocations.Add(Revocation.OfSession(one.SessionId));

        Assert.That((revocations.Cover(one), revocations.Cover(other)), Is.EqualTo((true, false)));
    }

    [Test]
    public void A_change_of_the_roles_held_covers_the_tokens_before_it()
    {
        var revocations = New();
        var token = Token(versions: [4]);

        revocations.Add(new Revocation(null, token.UserId, null, 5, Revocation.Retention));

        Assert.That(revocations.Cover(token), Is.True);
        Assert.That(revocations.Cover(Token(versions: [5], user: token.UserId)), Is.False);
        Assert.That(revocations.Cover(Token(versions: [4])), Is.False, "Of another user.");
    }

    [Test]
    public void A_change_of_a_role_covers_the_tokens_that_carry_it_from_before()
    {
        var revocations = New();
        revocations.Add(new Revocation(null, null, "auditor", 7, Revocation.Retention));

        Assert.That(revocations.Cover(Token(["auditor", "user"], [1, 6, 1])), Is.True);
        Assert.That(revocations.Cover(Token(["auditor", "user"], [1, 7, 1])), Is.False);
        Assert.That(revocations.Cover(Token(["user"], [1, 1])), Is.False);
        Assert.That(revocations.Cover(Token(["Auditor"], [1, 1])), Is.False, "Names are compared to the letter.");
    }

    [Test]
    public void Of_two_changes_the_later_counts_in_whatever_order_they_come()
    {
        var revocations = New();
        var token = Token(versions: [5]);

        revocations.Add(new Revocation(null, token.UserId, null, 6, Revocation.Retention));
        revocations.Add(new Revocation(null, token.UserId, null, 5, Revocation.Retention));

        Assert.That(revocations.Cover(token), Is.True);
    }

    [Test]
    public void What_no_token_can_be_about_any_more_is_forgotten_and_not_a_second_before()
    {
        var revocations = New();
        var token = Token(["auditor"], [1, 1]);
        revocations.Add(Revocation.OfSession(token.SessionId));
        revocations.Add(new Revocation(null, token.UserId, null, 2, Revocation.Retention));
        revocations.Add(new Revocation(null, null, "auditor", 2, Revocation.Retention));

        clock.Advance(Revocation.Retention - Millisecond);
        revocations.Trim();
        Assert.That(revocations.Count, Is.EqualTo(3));
        clock.Advance(Millisecond);
        revocations.Trim();

        Assert.That(revocations.Count, Is.Zero);
        Assert.That(revocations.Cover(token), Is.False);
    }

    [Test]
    public void Hearing_of_it_again_does_not_shorten_it()
    {
        var revocations = New();
        var token = Token();
        revocations.Add(Revocation.OfSession(token.SessionId));
        revocations.Add(Revocation.OfSession(token.SessionId) with { Lifetime = Millisecond });

        clock.Advance(Millisecond);
        revocations.Trim();

        Assert.That(revocations.Cover(token), Is.True);
    }

    [Test]
    public void They_are_kept_for_longer_than_any_token_lives() =>
        Assert.That(
            Revocation.Retention,
            Is.GreaterThan(TimeSpan.FromMinutes(60) + AccessTokenReader.Skew + TimeSpan.FromMinutes(10))
        );

    private Revocations New() => new(clock);

    private static AccessToken Token(string[]? roles = null, int[]? versions = null, Guid? user = null) =>
        new(
            Given.NewId(),
            user ?? Given.NewId(),
            Given.NewId(),
            DateTimeOffset.UnixEpoch,
            DateTimeOffset.UnixEpoch,
            new Entitlements(roles ?? [], [], versions ?? [1])
        );
}
