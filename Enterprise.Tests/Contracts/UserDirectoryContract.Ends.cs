using Enterprise.Application;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Common;
using Enterprise.Domain.Roles;
using Enterprise.Domain.Users;

namespace Enterprise.Tests.Contracts;

/// <summary>Deleting and locking accounts, ending sessions, and who is left then.</summary>
public abstract partial class UserDirectoryContract
{
    [Test]
    public async Task Who_is_deleted_is_gone_with_all_sessions()
    {
        var (email, origin) = (Given.Email(), Given.Origin());
        var id = await GivenAsync(email);
        var sessions = new[] { await GivenSessionAsync(email), await GivenSessionAsync(email) };

        var ended = Value(await DeleteAsync(id, origin));

        Assert.That(ended, Is.EquivalentTo(sessions));
        Assert.That((await FindAsync(id), await IsKnownAsync(email)), Is.EqualTo(((object?)null, false)));
        await AssertAuditedAsync(origin, AuditAction.DeleteUser, id);
        Assert.That((await CreateAsync(NewUser() with { Email = email })).Failure, Is.Null, "The address is free.");
    }

    [Test]
    public async Task Who_is_locked_is_out_until_unlocked()
    {
        var (email, locking, unlocking) = (Given.Email(), Given.Origin(), Given.Origin());
        var id = await GivenAsync(email);
        var (before, session) = ((await FindAsync(id))!, await GivenSessionAsync(email));

        var ended = Value(await LockAsync(id, locking));

        var locked = (await FindAsync(id))!;
        Assert.That(ended, Is.EqualTo([session]));
        Assert.That((locked.Value.Status, locked.Tag == before.Tag), Is.EqualTo((UserStatus.Locked, false)));
        await AssertAuditedAsync(locking, AuditAction.LockUser, id);

        Assert.That((await UnlockAsync(id, unlocking)).Failure, Is.Null);

        var unlocked = (await FindAsync(id))!;
        Assert.That(unlocked.Value.Status, Is.EqualTo(UserStatus.Active));
        Assert.That(new[] { before.Tag, locked.Tag, unlocked.Tag }, Is.Unique);
        await AssertAuditedAsync(unlocking, AuditAction.UnlockUser, id);
        Assert.That(Value(await EndSessionsAsync(id)), Is.Empty, "What the lock ended stays ended.");
    }

    [Test]
    public async Task What_is_so_already_changes_nothing_and_leaves_no_entry()
    {
        var (id, origin) = (await GivenAsync(), Given.Origin());
        var active = (await FindAsync(id))!;

        Assert.That((await UnlockAsync(id, origin)).Failure, Is.Null);
        Assert.That((await FindAsync(id))!.Tag, Is.EqualTo(active.Tag));
        Value(await LockAsync(id));
        var locked = (await FindAsync(id))!;
        Assert.That(Value(await LockAsync(id, origin)), Is.Empty);

        Assert.That(Shown((await FindAsync(id))!), Is.EqualTo(Shown(locked)));
        Assert.That(await AuditOfAsync(origin.RequestId), Is.Empty);
    }

    [Test]
    public async Task Sessions_end_and_the_account_stays_as_it_is()
    {
        var (email, other, origin) = (Given.Email(), Given.Email(), Given.Origin());
        var (id, another) = (await GivenAsync(email), await GivenAsync(other));
        var (before, kept) = ((await FindAsync(id))!, await GivenSessionAsync(other));
        var sessions = new[] { await GivenSessionAsync(email), await GivenSessionAsync(email) };

        Assert.That(Value(await EndSessionsAsync(id, origin)), Is.EquivalentTo(sessions));
        Assert.That(Value(await EndSessionsAsync(id)), Is.Empty);
        Assert.That(Value(await EndSessionsAsync(another)), Is.EqualTo([kept]));

        Assert.That(Shown((await FindAsync(id))!), Is.EqualTo(Shown(before)));
        await AssertAuditedAsync(origin, AuditAction.EndSessions, id);
    }

    [Test]
    public async Task Who_is_not_there_is_not_found()
    {
        var (nobody, origin) = (Given.NewId(), Given.Origin());

        Assert.That(
            new[]
            {
                (await DeleteAsync(nobody, origin)).Failure,
                (await LockAsync(nobody, origin)).Failure,
                (await UnlockAsync(nobody, origin)).Failure,
                (await EndSessionsAsync(nobody, origin)).Failure,
            },
            Is.All.EqualTo(RequestFailures.NotFound)
        );
        Assert.That(await AuditOfAsync(origin.RequestId), Is.Empty);
    }

    [Test]
    public async Task The_last_administrator_stays_one()
    {
        await OnlyTheseAreAdminsAsync(admin);
        var (before, origin) = ((await FindAsync(admin))!, Given.Origin());

        Assert.That(
            new[]
            {
                (await DeleteAsync(admin, origin)).Failure,
                (await LockAsync(admin, origin)).Failure,
                (await AssignAsync(admin, [BuiltInRoles.User], origin: origin)).Failure,
                (await AssignAsync(admin, [], origin: origin)).Failure,
            },
            Is.All.EqualTo(UserFailures.LastAdministrator)
        );

        Assert.That(Shown((await FindAsync(admin))!), Is.EqualTo(Shown(before)));
        Assert.That(await AuditOfAsync(origin.RequestId), Is.Empty);
        Assert.That(
            Value(await AssignAsync(admin, [BuiltInRoles.Admin, BuiltInRoles.User])).Value.Roles,
            Is.EqualTo([BuiltInRoles.Admin, BuiltInRoles.User]),
            "Who stays one may get more."
        );
    }

    [Test]
    public async Task Who_is_locked_is_no_administrator_who_remains()
    {
        var locked = await GivenAsync(roles: BuiltInRoles.Admin);
        await OnlyTheseAreAdminsAsync(admin, locked);
        Value(await LockAsync(locked));

        Assert.That((await DeleteAsync(admin)).Failure, Is.EqualTo(UserFailures.LastAdministrator));
        Assert.That((await DeleteAsync(locked)).Failure, Is.Null);
    }

    [Test]
    public async Task Of_many_administrators_who_are_taken_away_at_once_one_remains()
    {
        var admins = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => GivenAsync(roles: BuiltInRoles.Admin)));
        await OnlyTheseAreAdminsAsync(admins);

        var failures = await Task.WhenAll(admins.Select((id, i) => Task.Run(async () => await TakeAwayAsync(id, i))));

        Assert.That(failures.Count(failure => failure is null), Is.EqualTo(5));
        Assert.That(failures.OfType<Failure>().Single(), Is.EqualTo(UserFailures.LastAdministrator));
    }

    private async Task<Failure?> TakeAwayAsync(Guid id, int number) =>
        (number % 3) switch
        {
            0 => (await DeleteAsync(id)).Failure,
            1 => (await LockAsync(id)).Failure,
            _ => (await AssignAsync(id, [])).Failure,
        };

    private Task<Result<IReadOnlyList<Guid>>> DeleteAsync(Guid id, RequestOrigin? origin = null) =>
        NewDirectory().DeleteAsync(id, IfMatch.Any, admin, origin ?? Given.Origin(), CancellationToken.None);

    private Task<Result<IReadOnlyList<Guid>>> LockAsync(Guid id, RequestOrigin? origin = null) =>
        NewDirectory().LockAsync(id, admin, origin ?? Given.Origin(), CancellationToken.None);

    private Task<Result<Unit>> UnlockAsync(Guid id, RequestOrigin? origin = null) =>
        NewDirectory().UnlockAsync(id, admin, origin ?? Given.Origin(), CancellationToken.None);

    private Task<Result<IReadOnlyList<Guid>>> EndSessionsAsync(Guid id, RequestOrigin? origin = null) =>
        NewDirectory().EndSessionsAsync(id, admin, origin ?? Given.Origin(), CancellationToken.None);

    /// <summary>Signs somebody in; gives the session.</summary>
    private async Task<Guid> GivenSessionAsync(EmailAddress email)
    {
        var keys = Given.Keys(email);
        var attempt = await NewLogins().BeginLoginAsync(keys, Given.Origin(), CancellationToken.None);
        var session = Given.Session(attempt.Account!);
        Assert.That(
            await NewLogins().OpenAsync(session, Given.Proved(keys, attempt), Given.Origin(), CancellationToken.None),
            Is.Not.Null
        );
        return session.First.SessionId;
    }
}
