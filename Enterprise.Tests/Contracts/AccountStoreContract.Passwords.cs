using Enterprise.Application;
using Enterprise.Application.Accounts;
using Enterprise.Application.Sessions;
using Enterprise.Domain.Audit;
using Enterprise.Tests.Support.InMemory;

namespace Enterprise.Tests.Contracts;

/// <summary>Changing a password, alone and against logins.</summary>
public abstract partial class AccountStoreContract
{
    private const string NewHash = "v1.another.sealed.hash";
    private const int Races = 200;

    /// <summary>So many that nothing here is throttled.</summary>
    protected static readonly CredentialLimitOptions Unlimited = new() { CredentialsPerMinutePerClient = 1_000_000 };

    [Test]
    public async Task A_changed_password_is_what_the_next_login_is_verified_against()
    {
        var (user, keys, kept) = await GivenSignedInAsync();
        var read = await BeginAsync(keys);
        var before = await FindAsync(user);

        Assert.That(await ChangePasswordAsync(read, kept, keys), Is.Empty);

        var after = await BeginAsync(keys);
        Assert.That(after.PasswordHash, Is.EqualTo(NewHash));
        Assert.That(after.SecurityStamp, Is.Not.EqualTo(read.SecurityStamp));
        Assert.That((await FindAsync(user)).Tag, Is.Not.EqualTo(before.Tag));
    }

    [Test]
    public async Task A_changed_password_ends_every_other_session_and_names_them()
    {
        var (user, keys, kept) = await GivenSignedInAsync();
        var others = new[] { await OpenAsync(keys), await OpenAsync(keys) };
        var (stranger, _, theirs) = await GivenSignedInAsync();

        var ended = await ChangePasswordAsync(await BeginAsync(keys), kept, keys);

        Assert.That(ended, Is.EquivalentTo(others));
        Assert.That(await OpenSessionsOfAsync(user), Is.EqualTo([kept]));
        Assert.That(await OpenSessionsOfAsync(stranger), Is.EqualTo([theirs]));
    }

    [Test]
    public async Task What_ended_before_is_not_named_again()
    {
        var (_, keys, kept) = await GivenSignedInAsync();
        await OpenAsync(keys);
        await ChangePasswordAsync(await BeginAsync(keys), kept, keys);

        Assert.That(await ChangePasswordAsync(await BeginAsync(keys), kept, keys), Is.Empty);
    }

    [Test]
    public async Task A_changed_password_forgets_the_failures_of_its_own_network_only()
    {
        var (_, keys, kept) = await GivenSignedInAsync();
        var elsewhere = Given.Keys(keys.Email);
        await AttemptAsync(keys);
        await AttemptAsync(elsewhere);

        await ChangePasswordAsync(await BeginAsync(keys), kept, keys);

        Assert.That((await AttemptAsync(keys)).Failures, Is.EqualTo(1));
        Assert.That((await AttemptAsync(elsewhere)).Failures, Is.EqualTo(2));
    }

    [Test]
    public async Task A_password_that_was_changed_meanwhile_is_not_changed_again()
    {
        var (_, keys, kept) = await GivenSignedInAsync();
        var stale = await BeginAsync(keys);
        await ChangePasswordAsync(stale, kept, keys);

        await RefusesAsync(stale, keys);
    }

    [Test]
    public async Task The_password_of_a_locked_account_is_not_changed()
    {
        var (user, keys, _) = await GivenSignedInAsync();
        var read = await BeginAsync(keys);
        await LockAsync(user);

        await RefusesAsync(read, keys);
    }

    [Test]
    public async Task The_password_of_a_deleted_account_is_not_changed()
    {
        var (user, keys, _) = await GivenSignedInAsync();
        var read = await BeginAsync(keys);
        await DeleteAsync(user);

        await RefusesAsync(read, keys);
    }

    [Test]
    public async Task A_changed_password_is_audited_with_its_owner()
    {
        var (user, keys, kept) = await GivenSignedInAsync();
        var origin = Given.Origin();

        await ChangePasswordAsync(await BeginAsync(keys), kept, keys, origin);

        Assert.That(
            await AuditOfAsync(origin.RequestId),
            Is.EqualTo([
                new AuditFact(AuditAction.ChangePassword, AuditOutcome.Succeeded, user, user, origin.RequestId),
            ])
        );
    }

    [Test]
    public async Task Of_many_who_verified_the_same_password_one_changes_it_and_keeps_their_session()
    {
        for (var round = 0; round < 10; round++)
        {
            var (user, keys, first) = await GivenSignedInAsync();
            Guid[] sessions =
            [
                first,
                .. await Task.WhenAll(Enumerable.Range(1, AtOnce - 1).Select(_ => OpenAsync(keys))),
            ];
            var read = await BeginAsync(keys);

            var ended = await Task.WhenAll(
                sessions.Select(session => Task.Run(() => ChangePasswordAsync(read, session, keys)))
            );

            var winner = Array.FindIndex(ended, found => found is not null);
            Assert.That(ended.Count(found => found is not null), Is.EqualTo(1));
            Assert.That(ended[winner], Is.EquivalentTo(sessions.Except([sessions[winner]])));
            Assert.That(await OpenSessionsOfAsync(user), Is.EqualTo([sessions[winner]]));
        }
    }

    [Test]
    public async Task A_login_with_the_old_password_that_meets_the_change_leaves_no_session_open()
    {
        var (user, keys, kept) = await GivenSignedInAsync();
        var opened = 0;

        for (var round = 0; round < Races; round++)
        {
            var read = await BeginAsync(keys);
            var session = Given.Session(read);
            var login = Task.Run(() =>
                NewLogins().OpenAsync(session, Given.Proved(keys), Given.Origin(), CancellationToken.None)
            );
            var change = Task.Run(() => ChangePasswordAsync(read, kept, keys));
            var (grant, ended) = (await login, await change);

            opened += grant is null ? 0 : 1;
            Assert.That(ended, Is.EqualTo(grant is null ? [] : new[] { session.Id }), "What was opened has ended.");
            Assert.That(await OpenSessionsOfAsync(user), Is.EqualTo([kept]));
        }
        await TestContext.Out.WriteLineAsync($"The login came first in {opened} of {Races} races.");
    }

    /// <summary>An account, the keys that its logins are counted by, and its one session.</summary>
    private async Task<(Guid User, LoginKeys Keys, Guid Session)> GivenSignedInAsync()
    {
        var account = await GivenStoredAsync();
        var keys = Given.Keys(Given.Email(account.Email));
        return (account.Id, keys, await OpenAsync(keys));
    }

    private Task<LoginAttempt> AttemptAsync(LoginKeys keys) =>
        NewLogins().BeginLoginAsync(keys, Given.Origin(), CancellationToken.None);

    private async Task<LoginAccount> BeginAsync(LoginKeys keys) => (await AttemptAsync(keys)).Account!;

    private async Task<Guid> OpenAsync(LoginKeys keys)
    {
        var session = Given.Session(await BeginAsync(keys));
        Assert.That(
            await NewLogins().OpenAsync(session, Given.Proved(keys), Given.Origin(), CancellationToken.None),
            Is.Not.Null
        );
        return session.Id;
    }

    private Task<IReadOnlyList<Guid>?> ChangePasswordAsync(
        LoginAccount read,
        Guid session,
        LoginKeys keys,
        RequestOrigin? origin = null
    ) =>
        NewStore()
            .ChangePasswordAsync(
                new NewPassword(read.UserId, session, read.SecurityStamp, NewHash),
                Given.Proved(keys),
                origin ?? Given.Origin(),
                CancellationToken.None
            );

    /// <summary>What was verified is no longer what is stored: nothing changes, and that is written down.</summary>
    private async Task RefusesAsync(LoginAccount read, LoginKeys keys)
    {
        var before = await NewStore().FindAsync(read.UserId, CancellationToken.None);
        var sessions = await OpenSessionsOfAsync(read.UserId);
        var failures = (await AttemptAsync(keys)).Failures;
        var origin = Given.Origin();

        Assert.That(await ChangePasswordAsync(read, Given.NewId(), keys, origin), Is.Null);

        Assert.That((await NewStore().FindAsync(read.UserId, CancellationToken.None))?.Tag, Is.EqualTo(before?.Tag));
        Assert.That(await OpenSessionsOfAsync(read.UserId), Is.EqualTo(sessions));
        Assert.That((await AttemptAsync(keys)).Failures, Is.EqualTo(failures + 1), "They stay counted.");
        Assert.That(
            await AuditOfAsync(origin.RequestId),
            Is.EqualTo([
                new AuditFact(AuditAction.ChangePassword, AuditOutcome.Refused, null, read.UserId, origin.RequestId),
            ])
        );
    }
}
