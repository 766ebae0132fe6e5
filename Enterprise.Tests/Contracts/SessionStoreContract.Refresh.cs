using Enterprise.Application.Sessions;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Roles;
using Enterprise.Tests.Support.InMemory;

namespace Enterprise.Tests.Contracts;

/// <summary>Refreshing, and what ends a session because of it.</summary>
public abstract partial class SessionStoreContract
{
    [Test]
    public async Task A_refresh_gives_the_next_generation_and_what_its_tokens_are_made_of()
    {
        var (user, first) = await GivenSessionAsync();

        var attempt = await RefreshAsync(first);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((attempt.Wait, attempt.Outcome), Is.EqualTo(((TimeSpan?)null, RefreshOutcome.Rotated)));
            Assert.That(attempt.Grant!.UserId, Is.EqualTo(user));
            Assert.That(
                (attempt.Grant.Next.SessionId, attempt.Grant.Next.Generation),
                Is.EqualTo((first.SessionId, 2))
            );
            Assert.That(attempt.Grant.Next.Salt, Is.EqualTo(first.Salt));
            Assert.That(attempt.Grant.Lifetime, Is.EqualTo(Idle));
            Assert.That(attempt.Grant.Entitlements.Roles, Is.EqualTo([BuiltInRoles.User]));
            Assert.That(attempt.Grant.Entitlements.Versions, Has.Count.EqualTo(2));
        }
    }

    [Test]
    public async Task A_spent_token_gives_the_same_successor_again_until_the_leeway_is_over()
    {
        var (_, first) = await GivenSessionAsync();
        var next = await RotateAsync(first);

        await AdvanceAsync(Leeway - Second);
        var again = await RefreshAsync(first);

        Assert.That(again.Outcome, Is.EqualTo(RefreshOutcome.Replayed));
        Assert.That(again.Grant!.Next.Generation, Is.EqualTo(next.Generation));
        await AdvanceAsync(Second);
        Assert.That(await OutcomeAsync(first), Is.EqualTo(RefreshOutcome.ReuseDetected), "The leeway is over.");
        Assert.That(await OutcomeAsync(next), Is.EqualTo(RefreshOutcome.Revoked), "The session has ended.");
    }

    [Test]
    public async Task The_same_successor_is_given_five_times_and_then_refused_without_harm()
    {
        var (_, first) = await GivenSessionAsync();
        var next = await RotateAsync(first);

        for (var i = 0; i < 5; i++)
            Assert.That(await OutcomeAsync(first), Is.EqualTo(RefreshOutcome.Replayed));

        Assert.That(await OutcomeAsync(first), Is.EqualTo(RefreshOutcome.Exhausted));
        Assert.That(await OutcomeAsync(next), Is.EqualTo(RefreshOutcome.Rotated));
    }

    [Test]
    public async Task A_spent_token_whose_successor_was_used_ends_the_session_also_within_the_leeway()
    {
        var (user, first) = await GivenSessionAsync();
        var second = await RotateAsync(first);
        var third = await RotateAsync(second);
        var origin = Given.Origin();

        Assert.That((await RefreshAsync(first, origin)).Outcome, Is.EqualTo(RefreshOutcome.ReuseDetected));

        Assert.That(await OutcomeAsync(third), Is.EqualTo(RefreshOutcome.Revoked));
        Assert.That(
            await AuditOfAsync(origin.RequestId),
            Is.EqualTo([new AuditFact(AuditAction.Refresh, AuditOutcome.ReuseDetected, null, user, origin.RequestId)])
        );
    }

    [Test]
    public async Task A_session_that_has_ended_is_refused_and_audited_no_more()
    {
        var (_, first) = await GivenSessionAsync();
        await RotateAsync(await RotateAsync(first));
        await RefreshAsync(first);
        var origin = Given.Origin();

        Assert.That((await RefreshAsync(first, origin)).Outcome, Is.EqualTo(RefreshOutcome.Revoked));
        Assert.That(await AuditOfAsync(origin.RequestId), Is.Empty);
    }

    [Test]
    public async Task A_refresh_that_goes_well_is_not_audited()
    {
        var (_, first) = await GivenSessionAsync();
        var origin = Given.Origin();

        await RefreshAsync(first, origin);

        Assert.That(await AuditOfAsync(origin.RequestId), Is.Empty);
    }

    [Test]
    public async Task A_session_that_is_not_used_ends_and_not_a_second_before()
    {
        var (_, first) = await GivenSessionAsync();
        var (_, other) = await GivenSessionAsync();

        await AdvanceAsync(Idle - Second);
        Assert.That(await OutcomeAsync(first), Is.EqualTo(RefreshOutcome.Rotated));
        await AdvanceAsync(Second);
        Assert.That(await OutcomeAsync(other), Is.EqualTo(RefreshOutcome.Expired));
    }

    [Test]
    public async Task A_session_ends_after_its_time_however_much_it_is_used()
    {
        var (_, token) = await GivenSessionAsync();
        for (var day = 5; day <= 25; day += 5)
        {
            await AdvanceAsync(TimeSpan.FromDays(5));
            token = await RotateAsync(token);
        }
        await AdvanceAsync(TimeSpan.FromDays(4));

        var last = await RefreshAsync(token);

        Assert.That(last.Grant!.Lifetime, Is.EqualTo(TimeSpan.FromDays(1)).Within(TimeSpan.FromMinutes(5)));
        await AdvanceAsync(TimeSpan.FromDays(1));
        Assert.That(await OutcomeAsync(last.Grant.Next), Is.EqualTo(RefreshOutcome.Expired));
    }

    [Test]
    public async Task A_session_that_expired_is_refused_and_not_called_reused()
    {
        var (_, first) = await GivenSessionAsync();
        await RotateAsync(first);
        await AdvanceAsync(Idle + Second);
        var origin = Given.Origin();

        Assert.That((await RefreshAsync(first, origin)).Outcome, Is.EqualTo(RefreshOutcome.Expired));
        Assert.That(await AuditOfAsync(origin.RequestId), Is.Empty);
    }

    [Test]
    public async Task A_session_that_was_ended_and_then_expired_is_called_ended()
    {
        var (user, first) = await GivenSessionAsync();
        await NewStore(Unlimited).EndAllAsync(user, Given.Origin(), CancellationToken.None);
        await AdvanceAsync(Idle + Second);

        Assert.That(await OutcomeAsync(first), Is.EqualTo(RefreshOutcome.Revoked));
    }

    [Test]
    public async Task A_session_that_is_not_there_is_unknown_and_not_audited()
    {
        var (_, first) = await GivenSessionAsync();
        var origin = Given.Origin();

        var attempt = await RefreshAsync(first with { SessionId = Given.NewId() }, origin);

        Assert.That((attempt.Outcome, attempt.Grant), Is.EqualTo((RefreshOutcome.Unknown, (SessionGrant?)null)));
        Assert.That(await AuditOfAsync(origin.RequestId), Is.Empty);
    }

    [Test]
    public async Task Of_many_uses_while_the_session_is_ended_none_is_refused_for_another_reason()
    {
        for (var round = 0; round < 10; round++)
        {
            var (user, first) = await GivenSessionAsync();
            var second = await RotateAsync(first);
            await RotateAsync(second);
            var uses = Enumerable.Range(0, 12).Select(_ => Task.Run(() => RefreshAsync(first))).ToArray();
            var end = Task.Run(() => NewStore(Unlimited).EndAllAsync(user, Given.Origin(), CancellationToken.None));

            var attempts = await Task.WhenAll(uses);
            await end;

            var outcomes = attempts.CountBy(attempt => attempt.Outcome).ToDictionary();
            Assert.That(
                outcomes.Keys,
                Is.SubsetOf([RefreshOutcome.ReuseDetected, RefreshOutcome.Revoked]),
                "Whoever waited for the one that ended it sees that."
            );
            Assert.That(outcomes.GetValueOrDefault(RefreshOutcome.ReuseDetected), Is.LessThanOrEqualTo(1));
        }
    }

    [Test]
    public async Task A_token_with_another_salt_changes_nothing()
    {
        var (_, first) = await GivenSessionAsync();

        Assert.That(await OutcomeAsync(first with { Salt = new byte[16] }), Is.EqualTo(RefreshOutcome.Unknown));
        Assert.That(await OutcomeAsync(first), Is.EqualTo(RefreshOutcome.Rotated));
    }

    [Test]
    public async Task A_token_that_the_storage_forgot_to_have_given_out_is_good()
    {
        var (_, first) = await GivenSessionAsync();

        var next = await RotateAsync(first with { Generation = 7 });

        Assert.That(next.Generation, Is.EqualTo(8));
        Assert.That(
            await OutcomeAsync(first),
            Is.EqualTo(RefreshOutcome.ReuseDetected),
            "It is older than the predecessor."
        );
    }

    [Test]
    public async Task Of_many_uses_at_once_one_rotates_and_five_get_the_same()
    {
        var (_, first) = await GivenSessionAsync();

        var attempts = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => RefreshAsync(first))));

        var outcomes = attempts.CountBy(attempt => attempt.Outcome).ToDictionary();
        Assert.That(outcomes[RefreshOutcome.Rotated], Is.EqualTo(1));
        Assert.That(outcomes[RefreshOutcome.Replayed], Is.EqualTo(5));
        Assert.That(outcomes[RefreshOutcome.Exhausted], Is.EqualTo(34));
        Assert.That(
            attempts.Where(attempt => attempt.Grant is not null).Select(attempt => attempt.Grant!.Next.Generation),
            Is.All.EqualTo(2)
        );
    }

    [Test]
    public async Task Refreshes_take_from_the_allowance_of_their_address()
    {
        var (_, first) = await GivenSessionAsync();
        var origin = Given.Origin();
        var store = NewStore(new CredentialLimitOptions { CredentialsPerMinutePerClient = 2 });
        var next = (await store.RefreshAsync(first, origin, CancellationToken.None)).Grant!.Next;
        next = (await store.RefreshAsync(next, origin, CancellationToken.None)).Grant!.Next;

        var throttled = await store.RefreshAsync(next, origin, CancellationToken.None);

        Assert.That(throttled.Wait, Is.GreaterThan(TimeSpan.Zero));
        Assert.That(throttled.Outcome, Is.EqualTo(RefreshOutcome.Throttled));
        Assert.That(throttled.Grant, Is.Null);
        Assert.That(await OutcomeAsync(next), Is.EqualTo(RefreshOutcome.Rotated), "It was not spent.");
    }
}
