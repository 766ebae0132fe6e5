using Enterprise.Application;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Common;
using Enterprise.Domain.Roles;
using Enterprise.Tests.Support.InMemory;

namespace Enterprise.Tests.Contracts;

/// <summary>Changing a role, granting no more than one holds, and what is written down of it.</summary>
public abstract partial class RoleCatalogueContract
{
    [Test]
    public async Task A_change_replaces_description_and_permissions_for_those_who_hold_the_role()
    {
        var (holder, before) = await GivenHolderOfAsync(Permissions.AuditRead);

        var changed = Value(await ChangeAsync(before, "another", [Permissions.UsersLock, Permissions.UsersRead]));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(changed.Tag, Is.Not.EqualTo(before.Tag));
            Assert.That(changed.Value.Name, Is.EqualTo(before.Value.Name));
            Assert.That(changed.Value.Description, Is.EqualTo("another"));
            Assert.That(changed.Value.Permissions, Is.EqualTo([Permissions.UsersLock, Permissions.UsersRead]));
            Assert.That(
                (await NewAccounts().FindAsync(holder, CancellationToken.None))!.Permissions,
                Is.EqualTo(changed.Value.Permissions)
            );
        }
        Assert.That((await FindAsync(before.Value.Name))!.Tag, Is.EqualTo(changed.Tag));
    }

    [Test]
    public async Task Every_change_makes_another_state_also_of_the_description_alone_and_of_nothing()
    {
        var made = Value(await CreateAsync(NewRole(Permissions.AuditRead)));
        var described = Value(await ChangeAsync(made, "another"));
        var same = Value(await ChangeAsync(described, "another"));

        Assert.That(new[] { made.Tag, described.Tag, same.Tag }, Is.Unique);
    }

    [Test]
    public async Task A_role_that_is_no_longer_as_it_was_read_does_not_change()
    {
        var made = Value(await CreateAsync(NewRole()));
        var between = Value(await ChangeAsync(made, "first"));
        var origin = Given.Origin();

        var stale = await ChangeAsync(made, "second", origin: origin);

        Assert.That(stale.Failure, Is.EqualTo(RequestFailures.PreconditionFailed));
        var after = (await FindAsync(made.Value.Name))!;
        Assert.That((after.Value.Description, after.Tag), Is.EqualTo(("first", between.Tag)));
        Assert.That(await AuditOfAsync(origin.RequestId), Is.Empty);
    }

    [Test]
    public async Task Of_many_who_change_what_they_read_at_once_one_does()
    {
        for (var round = 0; round < 10; round++)
        {
            // Who changes it holds it too, so that it is locked twice over.
            var (holder, before) = await GivenHolderOfAsync(Permissions.RolesWrite);

            var results = await Task.WhenAll(
                Enumerable
                    .Range(0, AtOnce)
                    .Select(i => Task.Run(() => ChangeAsync(before, $"change {i}", caller: holder)))
            );

            var made = results.Single(result => result.Failure is null);
            Assert.That(
                results.Select(result => result.Failure).OfType<Failure>(),
                Is.All.EqualTo(RequestFailures.PreconditionFailed)
            );
            Assert.That((await FindAsync(before.Value.Name))!.Tag, Is.EqualTo(Value(made).Tag));
        }
    }

    [Test]
    public async Task Nobody_makes_a_role_of_what_they_do_not_hold()
    {
        var (holder, _) = await GivenHolderOfAsync(Permissions.RolesWrite, Permissions.UsersRead);
        var own = NewRole(Permissions.UsersRead);
        var beyond = NewRole(Permissions.AuditRead, Permissions.UsersRead);

        Assert.That((await CreateAsync(own, holder)).Failure, Is.Null);
        Assert.That((await CreateAsync(beyond, holder)).Failure, Is.EqualTo(RoleFailures.BeyondOwn));
        Assert.That(await FindAsync(beyond.Name.Value), Is.Null);
    }

    [Test]
    public async Task Who_holds_nothing_or_is_gone_makes_roles_of_nothing_only()
    {
        foreach (var caller in new[] { await GivenHolderAsync(BuiltInRoles.User), Given.NewId() })
        {
            Assert.That((await CreateAsync(NewRole(), caller)).Failure, Is.Null);
            Assert.That(
                (await CreateAsync(NewRole(Permissions.RolesRead), caller)).Failure,
                Is.EqualTo(RoleFailures.BeyondOwn)
            );
        }
    }

    [Test]
    public async Task Nobody_adds_what_they_do_not_hold_but_what_was_there_may_stay_or_go()
    {
        var (holder, _) = await GivenHolderOfAsync(Permissions.RolesWrite, Permissions.UsersRead);
        var made = Value(await CreateAsync(NewRole(Permissions.AuditRead, Permissions.UsersLock)));

        var beyond = await ChangeAsync(
            made,
            "x",
            [Permissions.AuditRead, Permissions.UsersDelete, Permissions.UsersLock],
            holder
        );
        var kept = Value(await ChangeAsync(made, "x", [Permissions.AuditRead, Permissions.UsersRead], holder));
        var back = await ChangeAsync(kept, "x", [Permissions.AuditRead, Permissions.UsersLock], holder);

        Assert.That((beyond.Failure, back.Failure), Is.EqualTo((RoleFailures.BeyondOwn, RoleFailures.BeyondOwn)));
        Assert.That((await FindAsync(made.Value.Name))!.Tag, Is.EqualTo(kept.Tag));
    }

    [Test]
    public async Task What_somebody_holds_is_what_their_roles_allow_now()
    {
        var (holder, role) = await GivenHolderOfAsync(Permissions.RolesWrite, Permissions.UsersRead);
        var reduced = Value(await ChangeAsync(role, "less", [Permissions.RolesWrite]));

        Assert.That(
            (await CreateAsync(NewRole(Permissions.UsersRead), holder)).Failure,
            Is.EqualTo(RoleFailures.BeyondOwn)
        );
        Assert.That(
            (await ChangeAsync(reduced, "mine", role.Value.Permissions, holder)).Failure,
            Is.EqualTo(RoleFailures.BeyondOwn),
            "Nobody gives it back to themselves."
        );
    }

    [Test]
    public async Task Changes_are_audited_with_the_caller_and_the_role()
    {
        var origins = new[] { Given.Origin(), Given.Origin(), Given.Origin() };

        var made = Value(await CreateAsync(NewRole(), origin: origins[0]));
        await ChangeAsync(made, "another", origin: origins[1]);
        await DeleteAsync(Name(made.Value.Name), IfMatch.Any, origins[2]);

        List<AuditFact> facts = [];
        foreach (var origin in origins)
            facts.Add((await AuditOfAsync(origin.RequestId)).Single());
        Assert.That(
            facts.Select(fact => fact.Action),
            Is.EqualTo([AuditAction.CreateRole, AuditAction.ChangeRole, AuditAction.DeleteRole])
        );
        Assert.That(facts.Select(fact => fact.Outcome), Is.All.EqualTo(AuditOutcome.Succeeded));
        Assert.That(facts.Select(fact => fact.ActorId), Is.All.EqualTo(admin));
        Assert.That(facts.Select(fact => fact.SubjectId).Distinct().Single(), Is.Not.Null);
    }

    [Test]
    public async Task A_grant_beyond_ones_own_is_audited()
    {
        var (holder, role) = await GivenHolderOfAsync(Permissions.RolesWrite);
        var (create, change) = (Given.Origin(), Given.Origin());

        await CreateAsync(NewRole(Permissions.AuditRead), holder, create);
        await ChangeAsync(role, "x", Permissions.All, holder, change);

        var (made, changed) = (
            (await AuditOfAsync(create.RequestId)).Single(),
            (await AuditOfAsync(change.RequestId)).Single()
        );
        Assert.That(
            made,
            Is.EqualTo(new AuditFact(AuditAction.CreateRole, AuditOutcome.BeyondOwn, holder, null, create.RequestId))
        );
        Assert.That(
            (changed.Action, changed.Outcome, changed.ActorId, changed.SubjectId is null),
            Is.EqualTo((AuditAction.ChangeRole, AuditOutcome.BeyondOwn, (Guid?)holder, false))
        );
    }

    [Test]
    public async Task Refusals_that_change_nothing_leave_no_entry()
    {
        var made = Value(await CreateAsync(NewRole()));
        var origin = Given.Origin();

        await CreateAsync(NewRole() with { Name = Name(made.Value.Name) }, origin: origin);
        await ChangeAsync((await FindAsync(BuiltInRoles.User))!, "x", origin: origin);
        await DeleteAsync(Name(BuiltInRoles.User), IfMatch.Any, origin);
        await DeleteAsync(NewRole().Name, IfMatch.Any, origin);

        Assert.That(await AuditOfAsync(origin.RequestId), Is.Empty);
    }
}
