using Enterprise.Application;
using Enterprise.Domain.Roles;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Contracts;

/// <summary>What the audit entries of changes say that changed.</summary>
public abstract partial class RoleCatalogueContract
{
    [Test]
    public async Task Entries_say_what_was_made_changed_and_deleted()
    {
        var role = NewRole(Permissions.AuditRead);
        var before = await GivenHolderAsync(BuiltInRoles.Admin);
        var made = Value(await CreateAsync(role, before));
        var described = Value(await ChangeAsync(made, "another", caller: before));
        await ChangeAsync(described, "another", caller: before);
        await ChangeAsync(await FindAsync(role.Name.Value) ?? made, "another", [Permissions.UsersRead], before);
        await NewCatalogue().DeleteAsync(role.Name, IfMatch.Any, before, Given.Origin(), CancellationToken.None);

        string[] read = [Permissions.AuditRead];
        string[] write = [Permissions.UsersRead];
        Assert.That(
            await NewTrail().ChangesAsync(before, null, 5),
            Is.EqualTo([
                Changed.Text(
                    Changed.Of(
                        ("name", null, role.Name.Value),
                        ("description", null, "of the tests"),
                        ("permissions", null, read)
                    )
                ),
                Changed.Text(Changed.Of(("description", "of the tests", "another"))),
                "nothing",
                Changed.Text(Changed.Of(("permissions", read, write))),
                Changed.Text(
                    Changed.Of(
                        ("name", role.Name.Value, null),
                        ("description", "another", null),
                        ("permissions", write, null)
                    )
                ),
            ])
        );
    }

    [Test]
    public async Task Each_who_loses_a_deleted_role_has_an_entry_that_says_so()
    {
        var (caller, role) = (await GivenHolderAsync(BuiltInRoles.Admin), NewRole());
        await CreateAsync(role, caller);
        var holder = await GivenHolderAsync(role.Name.Value, BuiltInRoles.User);

        await NewCatalogue().DeleteAsync(role.Name, IfMatch.Any, caller, Given.Origin(), CancellationToken.None);

        string[] before = [.. new[] { role.Name.Value, BuiltInRoles.User }.Order(StringComparer.Ordinal)];
        Assert.That(
            await NewTrail().ChangesAsync(caller, holder, 1),
            Is.EqualTo([Changed.Text(Changed.Of(("roles", before, (string[])[BuiltInRoles.User])))])
        );
    }

    [Test]
    public async Task A_grant_beyond_ones_own_says_what_would_have_been()
    {
        var (holder, role) = await GivenHolderOfAsync(Permissions.RolesWrite);

        await ChangeAsync(role, role.Value.Description, [Permissions.AuditRead], holder);

        Assert.That(
            (await NewTrail().ChangesAsync(holder, null, 1)).Single(),
            Is.EqualTo(
                Changed.Text(Changed.Of(("permissions", role.Value.Permissions, (string[])[Permissions.AuditRead])))
            )
        );
    }
}
