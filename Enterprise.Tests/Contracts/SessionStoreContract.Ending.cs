using Enterprise.Application;
using Enterprise.Application.Sessions;
using Enterprise.Domain.Audit;
using Enterprise.Tests.Support.InMemory;

namespace Enterprise.Tests.Contracts;

/// <summary>Ending sessions, listing them, and asking for one.</summary>
public abstract partial class SessionStoreContract
{
    [TestCase(0)]
    [TestCase(1)]
    public async Task A_token_of_any_generation_ends_its_session_once(int spent)
    {
        var (user, first) = await GivenSessionAsync();
        var newest = await RotateAsync(first);
        var origin = Given.Origin();

        var ended = await EndAsync(spent == 0 ? newest : first, origin);
        var again = await EndAsync(first, origin);

        Assert.That((ended, again), Is.EqualTo((true, false)));
        Assert.That(await OutcomeAsync(newest), Is.EqualTo(RefreshOutcome.Revoked));
        Assert.That(
            await AuditOfAsync(origin.RequestId),
            Is.EqualTo([new AuditFact(AuditAction.Logout, AuditOutcome.Succeeded, user, user, origin.RequestId)])
        );
    }

    [Test]
    public async Task A_token_with_another_salt_ends_nothing()
    {
        var (_, first) = await GivenSessionAsync();

        var ended = await EndAsync(first with { Salt = new byte[16] }, Given.Origin());

        Assert.That(ended, Is.False);
        Assert.That(await OutcomeAsync(first), Is.EqualTo(RefreshOutcome.Rotated));
    }

    [Test]
    public async Task Only_its_owner_ends_a_session_by_its_id()
    {
        var (owner, first) = await GivenSessionAsync();
        var (stranger, _) = await GivenSessionAsync();
        var origin = Given.Origin();

        var byStranger = await EndAsync(stranger, first.SessionId, Given.Origin());
        var byOwner = await EndAsync(owner, first.SessionId, origin);
        var again = await EndAsync(owner, first.SessionId, Given.Origin());

        Assert.That((byStranger, byOwner, again), Is.EqualTo((false, true, false)));
        Assert.That(await OutcomeAsync(first), Is.EqualTo(RefreshOutcome.Revoked));
        Assert.That(
            await AuditOfAsync(origin.RequestId),
            Is.EqualTo([new AuditFact(AuditAction.EndSession, AuditOutcome.Succeeded, owner, owner, origin.RequestId)])
        );
    }

    [Test]
    public async Task All_sessions_of_a_user_end_and_nobody_elses()
    {
        var (user, one) = await GivenSessionAsync();
        var (_, two) = await GivenSessionAsync(user);
        var (_, other) = await GivenSessionAsync();
        var origin = Given.Origin();

        var ended = await NewStore(Unlimited).EndAllAsync(user, origin, CancellationToken.None);
        var again = await NewStore(Unlimited).EndAllAsync(user, Given.Origin(), CancellationToken.None);

        Assert.That(ended, Is.EquivalentTo([one.SessionId, two.SessionId]));
        Assert.That(again, Is.Empty);
        Assert.That(await OutcomeAsync(one), Is.EqualTo(RefreshOutcome.Revoked));
        Assert.That(await OutcomeAsync(two), Is.EqualTo(RefreshOutcome.Revoked));
        Assert.That(await OutcomeAsync(other), Is.EqualTo(RefreshOutcome.Rotated));
        Assert.That(
            await AuditOfAsync(origin.RequestId),
            Is.EqualTo([new AuditFact(AuditAction.LogoutAll, AuditOutcome.Succeeded, user, user, origin.RequestId)])
        );
    }

    [Test]
    public async Task A_lock_ends_all_sessions()
    {
        var (user, first) = await GivenSessionAsync();

        await LockAsync(user);

        Assert.That(await OutcomeAsync(first), Is.EqualTo(RefreshOutcome.Revoked));
        Assert.That(await NewStore(Unlimited).ListAsync(user, 10, CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task A_list_shows_open_sessions_the_last_used_first()
    {
        var (user, oldest) = await GivenSessionAsync();
        await AdvanceAsync(Second);
        var (_, middle) = await GivenSessionAsync(user);
        await AdvanceAsync(Second);
        var (_, ended) = await GivenSessionAsync(user);
        await EndAsync(ended, Given.Origin());
        await AdvanceAsync(Second);
        var origin = Given.Origin() with { UserAgent = "another device" };
        await RefreshAsync(oldest, origin);

        var list = await NewStore(Unlimited).ListAsync(user, 10, CancellationToken.None);

        Assert.That(list.Select(session => session.Id), Is.EqualTo([oldest.SessionId, middle.SessionId]));
        Assert.That((list[0].Address, list[0].UserAgent), Is.EqualTo((origin.Address, "another device")));
        Assert.That(list[0].LastUsedAt - list[0].CreatedAt, Is.GreaterThanOrEqualTo(2 * Second));
        Assert.That(await NewStore(Unlimited).ListAsync(user, 1, CancellationToken.None), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_list_leaves_out_what_expired()
    {
        var (user, _) = await GivenSessionAsync();
        await AdvanceAsync(Idle);

        Assert.That(await NewStore(Unlimited).ListAsync(user, 10, CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task A_token_is_live_until_its_session_ends()
    {
        var (user, first) = await GivenSessionAsync();
        var token = await TokenOfAsync(first);
        Assert.That(await IsLiveAsync(token), Is.True);

        await EndAsync(user, first.SessionId, Given.Origin());

        Assert.That(await IsLiveAsync(token), Is.False);
    }

    [Test]
    public async Task A_token_is_not_live_for_another_user_or_session()
    {
        var (_, first) = await GivenSessionAsync();
        var token = await TokenOfAsync(first);

        Assert.That(await IsLiveAsync(token with { UserId = Given.NewId() }), Is.False);
        Assert.That(await IsLiveAsync(token with { SessionId = Given.NewId() }), Is.False);
    }

    [Test]
    public async Task A_token_with_other_roles_than_its_user_has_now_is_not_live_and_the_next_one_is()
    {
        var (user, first) = await GivenSessionAsync();
        var token = await TokenOfAsync(first);

        await ChangeRolesAsync(user);

        Assert.That(await IsLiveAsync(token), Is.False);
        Assert.That(await IsLiveAsync(await TokenOfAsync(first with { Generation = 2 })), Is.True);
    }

    [Test]
    public async Task A_token_of_a_locked_account_is_not_live()
    {
        var (user, first) = await GivenSessionAsync();
        var token = await TokenOfAsync(first);

        await LockAsync(user);

        Assert.That(await IsLiveAsync(token), Is.False);
    }

    /// <summary>What the access token of a refresh would say.</summary>
    private async Task<AccessToken> TokenOfAsync(RefreshToken token)
    {
        var grant = (await RefreshAsync(token)).Grant!;
        return new AccessToken(
            Given.NewId(),
            grant.UserId,
            grant.Next.SessionId,
            DateTimeOffset.UnixEpoch,
            DateTimeOffset.UnixEpoch,
            grant.Entitlements
        );
    }

    private Task<bool> IsLiveAsync(AccessToken token) => NewStore(Unlimited).IsLiveAsync(token, CancellationToken.None);

    private Task<bool> EndAsync(RefreshToken token, RequestOrigin origin) =>
        NewStore(Unlimited).EndAsync(token, origin, CancellationToken.None);

    private Task<bool> EndAsync(Guid user, Guid session, RequestOrigin origin) =>
        NewStore(Unlimited).EndAsync(user, session, origin, CancellationToken.None);
}
