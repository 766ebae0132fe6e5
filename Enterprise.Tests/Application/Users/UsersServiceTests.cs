using Enterprise.Application;
using Enterprise.Application.Authorization;
using Enterprise.Application.Users;
using Enterprise.Domain.Common;
using Enterprise.Domain.Roles;
using Enterprise.Tests.Contracts;
using Enterprise.Tests.Support.InMemory;

namespace Enterprise.Tests.Application.Users;

[Parallelizable(ParallelScope.All)]
public sealed class UsersServiceTests
{
    private const string Email = "grace@example.com";
    private const string Password = "walnut ferry compass";

    [Test]
    public async Task One_is_found_by_oneself_and_by_who_may_see_people()
    {
        using var app = new InMemoryApplication();
        var (self, reader) = (app.GivenCaller(), app.GivenCaller(Permissions.UsersRead));

        Assert.That(Value(await FindAsync(app, self, self.UserId)).Value.Id, Is.EqualTo(self.UserId));
        Assert.That(Value(await FindAsync(app, reader, self.UserId)).Value.Id, Is.EqualTo(self.UserId));
    }

    [Test]
    public async Task Others_are_not_told_whether_there_is_somebody()
    {
        using var app = new InMemoryApplication();
        var (self, writer) = (app.GivenCaller(), app.GivenCaller(Permissions.UsersWrite));

        foreach (var id in new[] { self.UserId, Given.NewId() })
            Assert.That((await FindAsync(app, writer, id)).Failure, Is.SameAs(RequestFailures.NotFound));
    }

    [Test]
    public async Task Who_is_gone_is_not_found_by_anybody()
    {
        using var app = new InMemoryApplication();
        var reader = app.GivenCaller(Permissions.UsersRead);
        app.World.Accounts.Remove(reader.UserId);

        foreach (var id in new[] { reader.UserId, Given.NewId() })
            Assert.That((await FindAsync(app, reader, id)).Failure, Is.SameAs(RequestFailures.NotFound));
    }

    [Test]
    public async Task Who_was_made_signs_in_with_the_password_and_has_the_role_user()
    {
        using var app = new InMemoryApplication();

        var made = Value(await CreateAsync(app, app.GivenCaller(Permissions.UsersWrite), New(null)));

        Assert.That((made.Value.Email, made.Value.Name), Is.EqualTo((Email, "Grace")), "Trimmed, lower-cased.");
        Assert.That(made.Value.Roles, Is.EqualTo([BuiltInRoles.User]));
        Assert.That((await app.LoginAsync(Email, Password, Given.Origin())).Failure, Is.Null);
    }

    [TestCase]
    [TestCase(BuiltInRoles.User)]
    public async Task What_allows_nothing_is_given_without_a_permission_to_give(params string[] roles)
    {
        using var app = new InMemoryApplication();

        var made = Value(await CreateAsync(app, app.GivenCaller(Permissions.UsersWrite), New(roles)));

        Assert.That(made.Value.Roles, Is.EqualTo(roles));
    }

    [TestCase(BuiltInRoles.Admin)]
    [TestCase(BuiltInRoles.User, BuiltInRoles.Admin)]
    [TestCase("no-such-role")]
    public async Task Other_roles_need_the_permission_before_anything_is_hashed_or_looked_up(params string[] roles)
    {
        using var app = new InMemoryApplication();
        var before = app.Lab.Computations;

        var refused = await CreateAsync(app, app.GivenCaller(Permissions.UsersWrite), New(roles));

        Assert.That(refused.Failure, Is.EqualTo(RequestFailures.Lacking(Permissions.RolesAssign)));
        Assert.That((app.Lab.Computations, app.Directory.CouldBeCanceled.Count), Is.EqualTo((before, 0)));
    }

    [Test]
    public async Task With_the_permission_to_give_it_is_what_is_held_that_decides()
    {
        using var app = new InMemoryApplication();
        var giver = app.GivenCaller(Permissions.RolesAssign, Permissions.UsersWrite);

        Assert.That(
            (await CreateAsync(app, giver, New([BuiltInRoles.Admin]))).Failure,
            Is.EqualTo(RoleFailures.BeyondOwn)
        );
        Assert.That(Value(await CreateAsync(app, giver, New([giver.Roles[0]]))).Value.Roles, Is.EqualTo(giver.Roles));
    }

    [Test]
    public async Task What_is_wrong_with_a_new_account_is_said_first_and_all_at_once()
    {
        using var app = new InMemoryApplication();
        var (caller, before) = (app.GivenCaller(Permissions.UsersWrite), app.Lab.Computations);

        var refused = await CreateAsync(
            app,
            caller,
            new CreateUser("no address", "a\tb", new Secret("short"), [BuiltInRoles.Admin, BuiltInRoles.Admin])
        );

        Assert.That(
            refused.Failure!.Errors.Select(error => (error.Field, error.Code)),
            Is.EquivalentTo([
                ("email", "invalid_email"),
                ("name", "invalid_name"),
                ("password", "too_short"),
                ("roles", "duplicate"),
            ])
        );
        Assert.That((app.Lab.Computations, app.Directory.CouldBeCanceled.Count), Is.EqualTo((before, 0)));
    }

    [TestCase("GRACE@example.com-12")]
    [TestCase("Grace Hopper")]
    [TestCase("password1234")]
    public async Task A_password_that_says_who_one_is_or_that_everybody_has_is_none(string password)
    {
        using var app = new InMemoryApplication();

        var refused = await CreateAsync(
            app,
            app.GivenCaller(Permissions.UsersWrite),
            new CreateUser(Email, "Grace Hopper", new Secret(password), null)
        );

        Assert.That(refused.Failure!.Errors.Single().Field, Is.EqualTo("password"));
    }

    [Test]
    public async Task Who_has_left_makes_nobody_and_who_leaves_too_late_calls_nothing_off()
    {
        using var app = new InMemoryApplication();
        var caller = app.GivenCaller(Permissions.UsersWrite);
        using var client = new CancellationTokenSource();
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        Assert.That(
            () => app.Users.CreateAsync(caller, New(null), Given.Origin(), gone.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );
        Assert.That(app.World.Accounts, Has.Count.EqualTo(1));
        Value(await app.Users.CreateAsync(caller, New(null), Given.Origin(), client.Token));

        Assert.That(app.Directory.CouldBeCanceled, Is.EqualTo([false]));
    }

    private static CreateUser New(string[]? roles) =>
        new(" GRACE@example.com ", " Grace ", new Secret(Password), roles);

    private static Task<Result<Tagged<User>>> FindAsync(InMemoryApplication app, Caller caller, Guid id) =>
        app.Users.FindAsync(caller, id, CancellationToken.None);

    private static Task<Result<Tagged<User>>> CreateAsync(InMemoryApplication app, Caller caller, CreateUser message) =>
        app.Users.CreateAsync(caller, message, Given.Origin(), CancellationToken.None);

    private static T Value<T>(Result<T> result) =>
        result.TryGet(out var value, out var failure) ? value : throw new AssertionException(failure.Code);
}
