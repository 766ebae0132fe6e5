using Enterprise.Application;
using Enterprise.Application.Users;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Common;
using Enterprise.Domain.Roles;
using Enterprise.Domain.Users;
using Enterprise.Tests.Support.InMemory;

namespace Enterprise.Tests.Contracts;

/// <summary>Names, addresses, roles.</summary>
public abstract partial class UserDirectoryContract
{
    [Test]
    public async Task What_is_named_changes_and_the_rest_stays()
    {
        var before = await GivenFoundAsync("Ada");
        var (email, origin) = (Given.Email(), Given.Origin());

        var renamed = Value(await ChangeAsync(before, "Grace"));
        var moved = Value(await ChangeAsync(renamed, email: email, origin: origin));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((renamed.Value.Name, renamed.Value.Email), Is.EqualTo(("Grace", before.Value.Email)));
            Assert.That((moved.Value.Name, moved.Value.Email), Is.EqualTo(("Grace", email.Value)));
            Assert.That(moved.Value.Roles, Is.EqualTo(before.Value.Roles));
            Assert.That(moved.Value.CreatedAt, Is.EqualTo(before.Value.CreatedAt));
            Assert.That(new[] { before.Tag, renamed.Tag, moved.Tag }, Is.Unique);
            Assert.That(Shown((await FindAsync(before.Value.Id))!), Is.EqualTo(Shown(moved)));
        }
        await AssertAuditedAsync(origin, AuditAction.ChangeUser, before.Value.Id);
    }

    [Test]
    public async Task Whose_address_changed_signs_in_with_the_new_one_only()
    {
        var before = await GivenFoundAsync();
        var (old, email) = (Given.Email(before.Value.Email), Given.Email());
        await ChangeAsync(before, email: email);

        Assert.That(await IsKnownAsync(email), Is.True);
        Assert.That(await IsKnownAsync(old), Is.False);
        Assert.That((await CreateAsync(NewUser() with { Email = old })).Failure, Is.Null, "It is free.");
    }

    [Test]
    public async Task Nobody_changes_what_is_no_longer_as_it_was_read()
    {
        var before = await GivenFoundAsync();
        var after = Value(await ChangeAsync(before, "Ada"));
        var origin = Given.Origin();

        foreach (var stale in new[] { IfMatch.OneOf([before.Tag]), IfMatch.OneOf([]), default })
        {
            Assert.That(
                (await ChangeAsync(before, "Grace", origin: origin, ifMatch: stale)).Failure,
                Is.EqualTo(RequestFailures.PreconditionFailed)
            );
            Assert.That(
                (await AssignAsync(before.Value.Id, [], origin: origin, ifMatch: stale)).Failure,
                Is.EqualTo(RequestFailures.PreconditionFailed)
            );
        }

        Assert.That((await FindAsync(before.Value.Id))!.Tag, Is.EqualTo(after.Tag));
        Assert.That(await AuditOfAsync(origin.RequestId), Is.Empty);
    }

    [Test]
    public async Task Of_many_who_change_what_they_read_at_once_one_does()
    {
        var before = await GivenFoundAsync();

        var results = await Task.WhenAll(
            Enumerable.Range(0, AtOnce).Select(i => Task.Run(() => ChangeAsync(before, $"Ada {i}")))
        );

        Assert.That(results.Count(result => result.Failure is null), Is.EqualTo(1));
        Assert.That(
            results.Select(result => result.Failure).OfType<Failure>(),
            Is.All.EqualTo(RequestFailures.PreconditionFailed)
        );
    }

    [Test]
    public async Task An_address_that_somebody_has_is_not_given_to_another()
    {
        var (one, two, origin) = (await GivenFoundAsync(), await GivenFoundAsync(), Given.Origin());

        var taken = await ChangeAsync(one, "Ada", Given.Email(two.Value.Email), origin: origin);
        var own = await ChangeAsync(one, "Ada", Given.Email(one.Value.Email));

        Assert.That((taken.Failure, own.Failure), Is.EqualTo((AccountFailures.EmailTaken, (Failure?)null)));
        Assert.That(await AuditOfAsync(origin.RequestId), Is.Empty);
    }

    [Test]
    public async Task The_address_of_who_may_do_more_stays_and_that_is_audited()
    {
        var (caller, role) = await GivenHolderOfAsync(Permissions.UsersWrite);
        var (equal, more, origin) = (
            await GivenFoundAsync(null, role),
            await GivenFoundAsync(null, BuiltInRoles.Admin),
            Given.Origin()
        );

        Assert.That((await ChangeAsync(equal, email: Given.Email(), caller: caller)).Failure, Is.Null);
        Assert.That(
            (await ChangeAsync(more, "Ada", Given.Email(more.Value.Email), caller)).Failure,
            Is.Null,
            "A name, and the address that it has."
        );
        more = (await FindAsync(more.Value.Id))!;
        Assert.That(
            (await ChangeAsync(more, "Eve", Given.Email(), caller, origin)).Failure,
            Is.EqualTo(UserFailures.BeyondOwn)
        );
        Assert.That(Shown((await FindAsync(more.Value.Id))!), Is.EqualTo(Shown(more)));
        Assert.That(
            await AuditOfAsync(origin.RequestId),
            Is.EqualTo([
                new AuditFact(AuditAction.ChangeUser, AuditOutcome.BeyondOwn, caller, more.Value.Id, origin.RequestId),
            ])
        );
    }

    [Test]
    public async Task Roles_are_replaced_by_those_named()
    {
        var (_, role) = await GivenHolderOfAsync(Permissions.AuditRead);
        var (before, origin) = (await GivenFoundAsync("Ada"), Given.Origin());

        var given = Value(await AssignAsync(before.Value.Id, [role, BuiltInRoles.Admin], origin: origin));
        var none = Value(await AssignAsync(before.Value.Id, [], ifMatch: IfMatch.OneOf([given.Tag])));

        Assert.That(given.Value.Roles, Is.EqualTo([BuiltInRoles.Admin, role]));
        Assert.That((none.Value.Roles, none.Value.Name), Is.EqualTo((Array.Empty<string>(), "Ada")));
        Assert.That(new[] { before.Tag, given.Tag, none.Tag }, Is.Unique);
        await AssertAuditedAsync(origin, AuditAction.AssignRoles, before.Value.Id);
        var self = await NewAccounts().FindAsync(before.Value.Id, CancellationToken.None);
        Assert.That((self!.Permissions, self.Tag), Is.EqualTo((Array.Empty<string>(), none.Tag)));
    }

    [Test]
    public async Task Roles_that_somebody_has_anyway_change_nothing()
    {
        var (before, origin) = (await GivenFoundAsync(), Given.Origin());

        var same = Value(await AssignAsync(before.Value.Id, [BuiltInRoles.User], origin: origin));

        Assert.That(same.Tag, Is.EqualTo(before.Tag));
        Assert.That(await AuditOfAsync(origin.RequestId), Is.Empty);
    }

    [Test]
    public async Task Nobody_gets_a_role_that_is_none()
    {
        var (before, origin) = (await GivenFoundAsync(), Given.Origin());

        Assert.That(
            (await AssignAsync(before.Value.Id, [BuiltInRoles.User, "no-such-role"], origin: origin)).Failure,
            Is.EqualTo(UserFailures.UnknownRole)
        );

        Assert.That((await FindAsync(before.Value.Id))!.Tag, Is.EqualTo(before.Tag));
        Assert.That(await AuditOfAsync(origin.RequestId), Is.Empty);
    }

    [Test]
    public async Task Nobody_gives_what_they_do_not_hold_but_what_was_there_may_stay_or_go()
    {
        var (caller, role) = await GivenHolderOfAsync(Permissions.RolesAssign);
        var (user, higher, origin) = (await GivenAsync(), await GivenAsync(roles: BuiltInRoles.Admin), Given.Origin());

        Assert.That((await AssignAsync(higher, [BuiltInRoles.Admin, role], caller)).Failure, Is.Null);
        Assert.That((await AssignAsync(higher, [role], caller)).Failure, Is.Null);
        Assert.That(
            (await AssignAsync(user, [BuiltInRoles.Admin], caller, origin)).Failure,
            Is.EqualTo(RoleFailures.BeyondOwn)
        );
        Assert.That(
            (await AssignAsync(caller, [BuiltInRoles.Admin, role], caller)).Failure,
            Is.EqualTo(RoleFailures.BeyondOwn),
            "Not to themselves either."
        );
        Assert.That(
            await AuditOfAsync(origin.RequestId),
            Is.EqualTo([new AuditFact(AuditAction.AssignRoles, AuditOutcome.BeyondOwn, caller, user, origin.RequestId)])
        );
    }

    [Test]
    public async Task Who_is_gone_is_not_changed()
    {
        var (gone, origin) = (await GivenFoundAsync(), Given.Origin());
        await DeleteAsync(gone.Value.Id);

        Assert.That((await ChangeAsync(gone, "Ada", origin: origin)).Failure, Is.EqualTo(RequestFailures.NotFound));
        Assert.That(
            (await AssignAsync(gone.Value.Id, [], origin: origin)).Failure,
            Is.EqualTo(RequestFailures.NotFound)
        );
        Assert.That(await AuditOfAsync(origin.RequestId), Is.Empty);
    }

    private async Task<Tagged<User>> GivenFoundAsync(string? name = null, params string[] roles) =>
        (await FindAsync(await GivenAsync(null, name, roles)))!;

    private async Task<bool> IsKnownAsync(EmailAddress email) =>
        (await NewLogins().BeginLoginAsync(Given.Keys(email), Given.Origin(), CancellationToken.None)).Account
            is not null;

    /// <summary>A change of what was read, by an administrator unless somebody else is named.</summary>
    private Task<Result<Tagged<User>>> ChangeAsync(
        Tagged<User> read,
        string? name = null,
        EmailAddress? email = null,
        Guid? caller = null,
        RequestOrigin? origin = null,
        IfMatch? ifMatch = null
    ) =>
        NewDirectory()
            .ChangeAsync(
                new UserChange(read.Value.Id, PersonName.TryParse(name, out var person) ? person : null, email),
                ifMatch ?? IfMatch.OneOf(["another", read.Tag]),
                caller ?? admin,
                origin ?? Given.Origin(),
                CancellationToken.None
            );

    private Task<Result<Tagged<User>>> AssignAsync(
        Guid id,
        string[] roles,
        Guid? caller = null,
        RequestOrigin? origin = null,
        IfMatch? ifMatch = null
    ) =>
        NewDirectory()
            .AssignRolesAsync(
                id,
                [.. roles.Select(Name)],
                ifMatch ?? IfMatch.Any,
                caller ?? admin,
                origin ?? Given.Origin(),
                CancellationToken.None
            );
}
