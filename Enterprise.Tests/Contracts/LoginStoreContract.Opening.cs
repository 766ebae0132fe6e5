using Enterprise.Application.Sessions;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Roles;
using Enterprise.Tests.Support.InMemory;

namespace Enterprise.Tests.Contracts;

/// <summary>Opening sessions, and what is written down of failures.</summary>
public abstract partial class LoginStoreContract
{
    [Test]
    public async Task A_session_opens_and_the_failures_are_forgotten()
    {
        var (account, keys) = await GivenAccountAsync();
        await FailAsync(keys, 1);
        var session = Given.Session((await BeginAsync(keys)).Account!);

        Assert.That(await OpenAsync(session, keys), Is.Not.Null);

        Assert.That(await SessionsOfAsync(account.Id), Is.EqualTo([session.Id]));
        Assert.That((await BeginAsync(keys)).Failures, Is.EqualTo(1));
    }

    [Test]
    public async Task An_opened_session_says_what_its_tokens_are_made_of()
    {
        var (account, keys) = await GivenAccountAsync(BuiltInRoles.User, BuiltInRoles.Admin);
        var session = Given.Session((await BeginAsync(keys)).Account!);

        var grant = await OpenAsync(session, keys);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(grant!.UserId, Is.EqualTo(account.Id));
            Assert.That(grant.Next, Is.EqualTo(session.First));
            Assert.That(grant.Lifetime, Is.EqualTo(TimeSpan.FromDays(7)));
            Assert.That(grant.Entitlements.Roles, Is.EqualTo([BuiltInRoles.Admin, BuiltInRoles.User]));
            Assert.That(grant.Entitlements.Permissions, Is.EqualTo(Permissions.All.Order(StringComparer.Ordinal)));
            Assert.That(grant.Entitlements.Versions, Has.Count.EqualTo(3).And.All.GreaterThan(0));
        }
    }

    [Test]
    public async Task Success_forgets_the_failures_of_its_own_network_only()
    {
        var (account, keys) = await GivenAccountAsync();
        var elsewhere = Given.Keys(account.Email);
        await FailAsync(elsewhere, 2);

        await OpenAsync(Given.Session((await BeginAsync(keys)).Account!), keys);

        Assert.That((await BeginAsync(elsewhere)).Failures, Is.EqualTo(3));
    }

    [Test]
    public async Task A_person_may_have_many_sessions()
    {
        var (account, keys) = await GivenAccountAsync();
        for (var i = 0; i < 3; i++)
            Assert.That(await OpenAsync(Given.Session((await BeginAsync(keys)).Account!), keys), Is.Not.Null);

        Assert.That(await SessionsOfAsync(account.Id), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_renewed_hash_takes_the_place_of_the_old_one()
    {
        var (account, keys) = await GivenAccountAsync();
        var read = (await BeginAsync(keys)).Account!;

        await OpenAsync(Given.Session(read, renewed: "v1.a.renewed.hash"), keys);

        var after = (await BeginAsync(keys)).Account!;
        Assert.That(after.PasswordHash, Is.EqualTo("v1.a.renewed.hash").And.Not.EqualTo(account.PasswordHash));
        Assert.That(after.SecurityStamp, Is.EqualTo(read.SecurityStamp), "The password is the same.");
    }

    [Test]
    public async Task Without_a_renewed_hash_the_old_one_stays()
    {
        var (account, keys) = await GivenAccountAsync();

        await OpenAsync(Given.Session((await BeginAsync(keys)).Account!), keys);

        Assert.That((await BeginAsync(keys)).Account!.PasswordHash, Is.EqualTo(account.PasswordHash));
    }

    [Test]
    public async Task Nothing_opens_after_the_password_was_changed() => await RefusesAsync(ChangeStampAsync);

    [Test]
    public async Task Nothing_opens_after_the_account_was_locked() => await RefusesAsync(LockAsync);

    [Test]
    public async Task Nothing_opens_after_the_account_was_deleted() => await RefusesAsync(DeleteAsync);

    [Test]
    public async Task A_deleted_account_is_not_found_by_the_next_login()
    {
        var (account, keys) = await GivenAccountAsync();
        await DeleteAsync(account.Id);

        Assert.That((await BeginAsync(keys)).Account, Is.Null);
    }

    [Test]
    public async Task An_opened_session_is_audited_with_its_owner()
    {
        var (account, keys) = await GivenAccountAsync();
        var origin = Given.Origin();

        await OpenAsync(Given.Session((await BeginAsync(keys)).Account!), keys, origin);

        Assert.That(
            await AuditOfAsync(origin.RequestId),
            Is.EqualTo([
                new AuditFact(AuditAction.Login, AuditOutcome.Succeeded, account.Id, account.Id, origin.RequestId),
            ])
        );
    }

    [Test]
    public async Task A_failure_is_audited_with_whom_it_was_tried_on_and_nobody_as_its_author()
    {
        var (account, keys) = await GivenAccountAsync();
        var origin = Given.Origin();

        await RecordAsync(await BeginAsync(keys), AuditOutcome.WrongPassword, origin.RequestId);

        Assert.That(
            await AuditOfAsync(origin.RequestId),
            Is.EqualTo([
                new AuditFact(AuditAction.Login, AuditOutcome.WrongPassword, null, account.Id, origin.RequestId),
            ])
        );
    }

    [Test]
    public async Task A_failure_is_audited_as_what_the_password_was_asked_for()
    {
        var (account, keys) = await GivenAccountAsync();
        var origin = Given.Origin();

        await RecordAsync(
            await BeginAsync(keys),
            AuditOutcome.WrongPassword,
            origin.RequestId,
            AuditAction.ChangePassword
        );

        Assert.That(
            await AuditOfAsync(origin.RequestId),
            Is.EqualTo([
                new AuditFact(
                    AuditAction.ChangePassword,
                    AuditOutcome.WrongPassword,
                    null,
                    account.Id,
                    origin.RequestId
                ),
            ])
        );
    }

    [Test]
    public async Task A_failure_on_nobodys_account_is_audited_too()
    {
        var origin = Given.Origin();

        await RecordAsync(await BeginAsync(Given.Keys(Given.Email())), AuditOutcome.UnknownAccount, origin.RequestId);

        Assert.That(
            await AuditOfAsync(origin.RequestId),
            Is.EqualTo([new AuditFact(AuditAction.Login, AuditOutcome.UnknownAccount, null, null, origin.RequestId)])
        );
    }

    [Test]
    public async Task The_failure_that_locks_out_is_audited_as_both_and_those_after_it_are_not()
    {
        var (_, keys) = await GivenAccountAsync();
        await FailAsync(keys, 2);
        RequestId last = new(),
            next = new();

        await RecordAsync(await BeginAsync(keys), AuditOutcome.WrongPassword, last.Text);
        await RecordAsync(await BeginAsync(keys), AuditOutcome.LockedOut, next.Text);

        Assert.That(
            (await AuditOfAsync(last.Text)).Select(fact => (fact.Action, fact.Outcome)),
            Is.EquivalentTo([
                (AuditAction.Login, AuditOutcome.WrongPassword),
                (AuditAction.Lockout, AuditOutcome.LockedOut),
            ])
        );
        Assert.That(
            (await AuditOfAsync(next.Text)).Select(fact => (fact.Action, fact.Outcome)),
            Is.EqualTo([(AuditAction.Login, AuditOutcome.LockedOut)])
        );
    }

    private Task RecordAsync(
        LoginAttempt attempt,
        string outcome,
        string requestId,
        string action = AuditAction.Login
    ) =>
        NewStore(Unlimited)
            .RecordFailureAsync(
                attempt,
                action,
                outcome,
                Given.Origin() with
                {
                    RequestId = requestId,
                },
                CancellationToken.None
            );

    /// <summary>What was verified is no longer what is stored.</summary>
    private async Task RefusesAsync(Func<Guid, Task> change)
    {
        var (account, keys) = await GivenAccountAsync();
        var session = Given.Session((await BeginAsync(keys)).Account!, renewed: "v1.a.renewed.hash");
        var origin = Given.Origin();

        await change(account.Id);

        Assert.That(await OpenAsync(session, keys, origin), Is.Null);
        Assert.That(await SessionsOfAsync(account.Id), Is.Empty);
        var next = await BeginAsync(keys);
        Assert.That(next.Failures, Is.EqualTo(2), "The attempt stays counted.");
        Assert.That(next.Account?.PasswordHash, Is.AnyOf(account.PasswordHash, null), "Nothing was renewed.");
        Assert.That(
            await AuditOfAsync(origin.RequestId),
            Is.EqualTo([new AuditFact(AuditAction.Login, AuditOutcome.Refused, null, account.Id, origin.RequestId)])
        );
    }

    private sealed record RequestId
    {
        public string Text { get; } = Given.Origin().RequestId;
    }
}
