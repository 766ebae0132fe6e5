using Enterprise.Application;
using Enterprise.Application.Authorization;
using Enterprise.Application.Roles;
using Enterprise.Domain.Common;
using Enterprise.Domain.Roles;
using Enterprise.Tests.Contracts;
using Enterprise.Tests.Support.InMemory;
using Catalogue = Enterprise.Domain.Roles.Permissions;

namespace Enterprise.Tests.Application.Roles;

[Parallelizable(ParallelScope.All)]
public sealed class RolesServiceTests
{
    [Test]
    public async Task A_role_is_made_listed_found_changed_and_deleted()
    {
        using var app = new InMemoryApplication();
        var caller = app.GivenCaller([.. Catalogue.All]);

        var made = Value(await CreateAsync(app, caller, new CreateRole("auditor", "", [])));
        var changed = Value(
            await ChangeAsync(app, caller, "auditor", new ChangeRole("Reads.", [Catalogue.AuditRead]), made.Tag)
        );
        var listed = (await app.Roles.ListAsync(default)).Items.Single(role => role.Name == "auditor");

        Assert.That((listed.Description, listed.Permissions), Is.EqualTo(("Reads.", changed.Value.Permissions)));
        Assert.That(Value(await app.Roles.FindAsync("auditor", default)).Tag, Is.EqualTo(changed.Tag));
        Assert.That(await DeleteAsync(app, caller, "auditor", IfMatch.OneOf([changed.Tag])), Is.Null);
        Assert.That((await app.Roles.FindAsync("auditor", default)).Failure, Is.SameAs(RequestFailures.NotFound));
    }

    [Test]
    public async Task Permissions_are_kept_in_order_whatever_order_they_were_sent_in()
    {
        using var app = new InMemoryApplication();
        var caller = app.GivenCaller([.. Catalogue.All]);
        string[] sent = [Catalogue.UsersRead, Catalogue.AuditRead, Catalogue.RolesWrite];

        var made = Value(await CreateAsync(app, caller, new CreateRole("auditor", "", sent)));
        var changed = Value(
            await ChangeAsync(app, caller, "auditor", new ChangeRole("", [.. sent.Reverse()]), made.Tag)
        );

        Assert.That(made.Value.Permissions, Is.EqualTo(sent.Order(StringComparer.Ordinal)));
        Assert.That(changed.Value.Permissions, Is.EqualTo(made.Value.Permissions));
    }

    [Test]
    public async Task What_is_held_now_decides_and_not_what_the_token_says()
    {
        using var app = new InMemoryApplication();
        var caller = app.GivenCaller(Catalogue.RolesWrite) with { Permissions = Catalogue.All };

        var beyond = await CreateAsync(app, caller, new CreateRole("auditor", "", [Catalogue.AuditRead]));
        var own = await CreateAsync(app, caller, new CreateRole("auditor", "", [Catalogue.RolesWrite]));

        Assert.That((beyond.Failure, own.Failure), Is.EqualTo((RoleFailures.BeyondOwn, (Failure?)null)));
    }

    [Test]
    public async Task What_is_wrong_with_a_role_is_said_all_at_once()
    {
        using var app = new InMemoryApplication();
        var (caller, origin) = (app.GivenCaller(), Given.Origin());

        var create = await app.Roles.CreateAsync(caller, new CreateRole("No Name", "a\0", ["root"]), origin, default);
        var empty = await app.Roles.CreateAsync(caller, new CreateRole(null, null, null), origin, default);

        Assert.That(
            Errors(create.Failure),
            Is.EquivalentTo([
                ("name", "invalid_name"),
                ("description", "invalid_description"),
                ("permissions", "unknown_permission"),
            ])
        );
        Assert.That(
            Errors(empty.Failure),
            Is.EquivalentTo([("name", "required"), ("description", "required"), ("permissions", "required")])
        );
        Assert.That(await app.World.AuditOfAsync(origin.RequestId), Is.Empty);
    }

    [Test]
    public async Task What_is_wrong_comes_before_the_state_and_that_before_whether_there_is_a_role()
    {
        using var app = new InMemoryApplication();
        var caller = app.GivenCaller();
        var (bad, good) = (new ChangeRole(null, []), new ChangeRole("", []));

        foreach (var name in new[] { BuiltInRoles.User, "no-such-role", "No Role" })
        {
            Assert.That(await CodeAsync(name, bad, default), Is.EqualTo("request.invalid"));
            Assert.That(await CodeAsync(name, good, default), Is.EqualTo("request.precondition_required"));
            Assert.That(await DeleteAsync(app, caller, name, default), Is.SameAs(RequestFailures.PreconditionRequired));
        }
        foreach (var name in new[] { "no-such-role", "No Role", "USER", "", new string('a', 65) })
        {
            Assert.That(await CodeAsync(name, good, IfMatch.Any), Is.EqualTo("request.not_found"));
            Assert.That(await DeleteAsync(app, caller, name, IfMatch.Any), Is.EqualTo(RequestFailures.NotFound));
            Assert.That((await app.Roles.FindAsync(name, default)).Failure, Is.SameAs(RequestFailures.NotFound));
        }

        async Task<string?> CodeAsync(string name, ChangeRole message, IfMatch ifMatch) =>
            (await app.Roles.ChangeAsync(caller, name, message, ifMatch, Given.Origin(), default)).Failure?.Code;
    }

    [Test]
    public async Task A_built_in_role_and_a_stale_state_are_the_stores_to_refuse()
    {
        using var app = new InMemoryApplication();
        var caller = app.GivenCaller();
        Value(await CreateAsync(app, caller, new CreateRole("auditor", "", [])));

        Assert.That(await DeleteAsync(app, caller, BuiltInRoles.Admin, IfMatch.Any), Is.EqualTo(RoleFailures.BuiltIn));
        Assert.That(
            (await ChangeAsync(app, caller, "auditor", new ChangeRole("", []), "stale")).Failure,
            Is.EqualTo(RequestFailures.PreconditionFailed)
        );
        Assert.That(
            (await CreateAsync(app, caller, new CreateRole("auditor", "", []))).Failure,
            Is.EqualTo(RoleFailures.NameTaken)
        );
    }

    [Test]
    public async Task Who_has_left_changes_nothing()
    {
        using var app = new InMemoryApplication();
        var caller = app.GivenCaller();
        var made = Value(await CreateAsync(app, caller, new CreateRole("auditor", "", [])));
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        Func<Task>[] changes =
        [
            () => app.Roles.CreateAsync(caller, new CreateRole("another", "", []), Given.Origin(), gone.Token),
            () =>
                app.Roles.ChangeAsync(
                    caller,
                    "auditor",
                    new ChangeRole("", []),
                    IfMatch.Any,
                    Given.Origin(),
                    gone.Token
                ),
            () => app.Roles.DeleteAsync(caller, "auditor", IfMatch.Any, Given.Origin(), gone.Token),
        ];

        foreach (var change in changes)
            Assert.That(change, Throws.InstanceOf<OperationCanceledException>());

        Assert.That(Value(await app.Roles.FindAsync("auditor", default)).Tag, Is.EqualTo(made.Tag));
        Assert.That((await app.Roles.FindAsync("another", default)).Failure, Is.SameAs(RequestFailures.NotFound));
    }

    private static IEnumerable<(string, string)> Errors(Failure? failure) =>
        failure!.Errors.Select(error => (error.Field, error.Code));

    private static Task<Result<Tagged<Role>>> CreateAsync(InMemoryApplication app, Caller caller, CreateRole message) =>
        app.Roles.CreateAsync(caller, message, Given.Origin(), CancellationToken.None);

    private static Task<Result<Tagged<Role>>> ChangeAsync(
        InMemoryApplication app,
        Caller caller,
        string name,
        ChangeRole message,
        string tag
    ) => app.Roles.ChangeAsync(caller, name, message, IfMatch.OneOf([tag]), Given.Origin(), CancellationToken.None);

    private static async Task<Failure?> DeleteAsync(
        InMemoryApplication app,
        Caller caller,
        string name,
        IfMatch ifMatch
    ) => (await app.Roles.DeleteAsync(caller, name, ifMatch, Given.Origin(), CancellationToken.None)).Failure;

    private static T Value<T>(Result<T> result) =>
        result.TryGet(out var value, out var failure) ? value : throw new AssertionException(failure.Code);
}
