using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Roles;
using Enterprise.Domain.Common;
using Enterprise.Domain.Roles;
using Enterprise.Tests.Support.InMemory;

namespace Enterprise.Tests.Contracts;

/// <summary>What every <see cref="IRoleCatalogue"/> does.</summary>
public abstract partial class RoleCatalogueContract
{
    private const int AtOnce = 16;

    private Guid admin;

    /// <summary>The port, as one request has it: a new instance on the same storage with every call.</summary>
    protected abstract IRoleCatalogue NewCatalogue();

    /// <summary>Accounts on the same storage.</summary>
    protected abstract IAccountStore NewAccounts();

    /// <summary>The audit trail of the same storage.</summary>
    protected abstract IAuditTrail NewTrail();

    /// <summary>The audit entries that were written for a request.</summary>
    protected abstract Task<IReadOnlyList<AuditFact>> AuditOfAsync(string requestId);

    [SetUp]
    public async Task GiveAdminAsync() => admin = await GivenHolderAsync(BuiltInRoles.Admin);

    [Test]
    public async Task The_built_in_roles_are_there()
    {
        var all = await NewCatalogue().ListAsync(CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                all.Where(role => role.BuiltIn).Select(role => role.Name),
                Is.EqualTo([BuiltInRoles.Admin, BuiltInRoles.User])
            );
            Assert.That((await FindAsync(BuiltInRoles.Admin))!.Value.Permissions, Is.EqualTo(Permissions.All));
            Assert.That((await FindAsync(BuiltInRoles.User))!.Value.Permissions, Is.Empty);
        }
    }

    [Test]
    public async Task What_is_made_is_found_again_and_listed()
    {
        var wanted = NewRole(Permissions.AuditRead, Permissions.UsersRead) with { Description = "Ünïcode, 1 😀" };

        var made = Value(await CreateAsync(wanted));

        var found = await FindAsync(wanted.Name.Value);
        var all = await NewCatalogue().ListAsync(CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            AssertIs(made.Value, wanted);
            AssertIs(found!.Value, wanted);
            Assert.That(found.Tag, Is.EqualTo(made.Tag).And.Not.Empty);
            AssertIs(all.Single(role => role.Name == wanted.Name.Value), wanted);
        }
    }

    [Test]
    public async Task The_list_is_sorted_by_byte()
    {
        var stem = NewRole().Name.Value;
        foreach (var tail in (string[])["b", "_a", "-c", "a", "1"])
            await CreateAsync(NewRole() with { Name = Name(stem + tail) });

        var names = (await NewCatalogue().ListAsync(CancellationToken.None)).Select(role => role.Name).ToArray();

        Assert.That(names, Is.Ordered.Using<string>(StringComparer.Ordinal));
        Assert.That(names.Count(name => name.StartsWith(stem, StringComparison.Ordinal)), Is.EqualTo(5));
    }

    [Test]
    public async Task A_role_that_is_not_there_is_not_found() =>
        Assert.That(await FindAsync(NewRole().Name.Value), Is.Null);

    [Test]
    public async Task A_name_is_taken_once_and_the_first_role_stays()
    {
        var wanted = NewRole(Permissions.AuditRead);
        var made = Value(await CreateAsync(wanted));

        var again = await CreateAsync(NewRole() with { Name = wanted.Name });
        var builtIn = await CreateAsync(NewRole() with { Name = Name(BuiltInRoles.User) });

        Assert.That((again.Failure, builtIn.Failure), Is.EqualTo((RoleFailures.NameTaken, RoleFailures.NameTaken)));
        Assert.That((await FindAsync(wanted.Name.Value))!.Tag, Is.EqualTo(made.Tag));
    }

    [Test]
    public async Task Of_many_who_want_one_name_at_once_one_gets_it()
    {
        var wanted = NewRole();

        var results = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(() => CreateAsync(wanted))));

        Assert.That(results.Count(result => result.Failure is null), Is.EqualTo(1));
        Assert.That(results.Select(result => result.Failure).OfType<Failure>(), Is.All.EqualTo(RoleFailures.NameTaken));
    }

    [Test]
    public async Task A_deleted_role_is_gone_and_nobody_holds_it()
    {
        var wanted = NewRole(Permissions.AuditRead);
        var made = Value(await CreateAsync(wanted));
        var holder = await GivenHolderAsync(wanted.Name.Value, BuiltInRoles.User);

        var deleted = await DeleteAsync(wanted.Name, IfMatch.OneOf([made.Tag]));

        var account = await NewAccounts().FindAsync(holder, CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(deleted.Failure, Is.Null);
            Assert.That(await FindAsync(wanted.Name.Value), Is.Null);
            Assert.That(account!.Roles, Is.EqualTo([BuiltInRoles.User]));
            Assert.That(account.Permissions, Is.Empty);
        }
        Assert.That(
            Value(await CreateAsync(wanted)).Tag,
            Is.Not.EqualTo(made.Tag),
            "The name is free, and it is another role."
        );
    }

    [Test]
    public async Task A_role_that_is_no_longer_as_it_was_read_is_not_deleted()
    {
        var made = Value(await CreateAsync(NewRole()));
        var changed = Value(await ChangeAsync(made, "another"));

        foreach (var stale in new[] { IfMatch.OneOf([made.Tag]), IfMatch.OneOf([]), default })
            Assert.That(
                (await DeleteAsync(Name(made.Value.Name), stale)).Failure,
                Is.EqualTo(RequestFailures.PreconditionFailed)
            );

        Assert.That((await FindAsync(made.Value.Name))!.Tag, Is.EqualTo(changed.Tag));
    }

    [Test]
    public async Task A_role_that_is_gone_is_neither_changed_nor_deleted()
    {
        var made = Value(await CreateAsync(NewRole()));
        await DeleteAsync(Name(made.Value.Name), IfMatch.Any);

        Assert.That((await ChangeAsync(made, "x")).Failure, Is.EqualTo(RequestFailures.NotFound));
        Assert.That(
            (await DeleteAsync(Name(made.Value.Name), IfMatch.Any)).Failure,
            Is.EqualTo(RequestFailures.NotFound)
        );
    }

    [TestCase(BuiltInRoles.User)]
    [TestCase(BuiltInRoles.Admin)]
    public async Task A_built_in_role_is_neither_changed_nor_deleted(string name)
    {
        var before = (await FindAsync(name))!;

        Assert.That((await ChangeAsync(before, "x")).Failure, Is.EqualTo(RoleFailures.BuiltIn));
        foreach (var any in new[] { IfMatch.Any, IfMatch.OneOf(["stale"]) })
            Assert.That((await DeleteAsync(Name(name), any)).Failure, Is.EqualTo(RoleFailures.BuiltIn));
        Assert.That((await FindAsync(name))!.Tag, Is.EqualTo(before.Tag));
    }

    /// <summary>An account with these roles.</summary>
    private async Task<Guid> GivenHolderAsync(params string[] roles)
    {
        var account = Given.Account(roles: roles);
        var stored = await NewAccounts().RegisterAsync(account, Given.Origin(), CancellationToken.None);
        Assert.That(stored.Failure, Is.Null);
        return account.Id;
    }

    /// <summary>An account that holds these permissions and no others, by a role of its own.</summary>
    private async Task<(Guid Id, Tagged<Role> Role)> GivenHolderOfAsync(params string[] permissions)
    {
        var role = Value(await CreateAsync(NewRole(permissions)));
        return (await GivenHolderAsync(role.Value.Name), role);
    }

    private static RoleDefinition NewRole(params string[] permissions) =>
        new(Name($"role-{Given.NewId():N}"), "of the tests", permissions);

    private static RoleName Name(string text) =>
        RoleName.TryParse(text, out var name) ? name : throw new AssertionException($"{text} is no name.");

    private Task<Tagged<Role>?> FindAsync(string name) => NewCatalogue().FindAsync(Name(name), CancellationToken.None);

    private Task<Result<Tagged<Role>>> CreateAsync(
        RoleDefinition role,
        Guid? caller = null,
        RequestOrigin? origin = null
    ) => NewCatalogue().CreateAsync(role, caller ?? admin, origin ?? Given.Origin(), CancellationToken.None);

    /// <summary>A change of what was read, by an administrator unless somebody else is named.</summary>
    private Task<Result<Tagged<Role>>> ChangeAsync(
        Tagged<Role> read,
        string description,
        IReadOnlyList<string>? permissions = null,
        Guid? caller = null,
        RequestOrigin? origin = null
    ) =>
        NewCatalogue()
            .ChangeAsync(
                new RoleDefinition(Name(read.Value.Name), description, permissions ?? read.Value.Permissions),
                IfMatch.OneOf(["another", read.Tag]),
                caller ?? admin,
                origin ?? Given.Origin(),
                CancellationToken.None
            );

    private Task<Result<Unit>> DeleteAsync(RoleName name, IfMatch ifMatch, RequestOrigin? origin = null) =>
        NewCatalogue().DeleteAsync(name, ifMatch, admin, origin ?? Given.Origin(), CancellationToken.None);

    private static void AssertIs(Role role, RoleDefinition wanted) =>
        Assert.That(
            (role.Name, role.Description, string.Join(' ', role.Permissions), role.BuiltIn),
            Is.EqualTo((wanted.Name.Value, wanted.Description, string.Join(' ', wanted.Permissions), false))
        );

    private static T Value<T>(Result<T> result) =>
        result.TryGet(out var value, out var failure) ? value : throw new AssertionException(failure.Code);
}
