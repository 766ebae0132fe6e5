using Enterprise.Application;
using Enterprise.Application.Authorization;
using Enterprise.Application.Users;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Common;
using Enterprise.Domain.Roles;
using Enterprise.Tests.Contracts;
using Enterprise.Tests.Support.InMemory;

namespace Enterprise.Tests.Application.Users;

/// <summary>PUT and PATCH of a person, as the service decides them.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ChangeUserTests
{
    [Test]
    public async Task People_change_their_own_name_but_not_their_address()
    {
        using var app = new InMemoryApplication();
        var self = app.GivenCaller();

        var named = Value(await PutAsync(app, self, self.UserId, " Ada "));

        Assert.That(named.Value.Name, Is.EqualTo("Ada"));
        Assert.That(
            (await PutAsync(app, self, self.UserId, "Ada", "ada@example.com")).Failure,
            Is.EqualTo(RequestFailures.Lacking(Permissions.UsersWrite))
        );
        Assert.That(
            (await PatchAsync(app, self, self.UserId, null, "ada@example.com")).Failure,
            Is.EqualTo(RequestFailures.Lacking(Permissions.UsersWrite))
        );
    }

    [Test]
    public async Task With_the_permission_anybodys_name_and_address_change()
    {
        using var app = new InMemoryApplication();
        var (writer, other) = (app.GivenCaller(Permissions.UsersWrite), app.GivenCaller());

        foreach (var id in new[] { writer.UserId, other.UserId })
        {
            var email = Given.Email().Value;
            var put = Value(await PutAsync(app, writer, id, "Ada", $" {email.ToUpperInvariant()} "));
            Assert.That((put.Value.Name, put.Value.Email), Is.EqualTo(("Ada", email)));
        }
    }

    [Test]
    public async Task What_a_patch_leaves_out_stays()
    {
        using var app = new InMemoryApplication();
        var (writer, other) = (app.GivenCaller(Permissions.UsersWrite), app.GivenCaller());
        var email = Given.Email().Value;

        var named = Value(await PatchAsync(app, writer, other.UserId, "Ada", null));
        var moved = Value(await PatchAsync(app, writer, other.UserId, null, email));

        Assert.That(named.Value.Email, Is.Not.EqualTo(email));
        Assert.That((moved.Value.Name, moved.Value.Email), Is.EqualTo(("Ada", email)));
    }

    [Test]
    public async Task Whether_one_may_comes_before_what_is_wrong_and_that_before_the_state()
    {
        using var app = new InMemoryApplication();
        var self = app.GivenCaller();
        var (stranger, reader) = (app.GivenCaller(), app.GivenCaller(Permissions.UsersRead));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await CodeAsync(stranger, "", ""), Is.EqualTo("request.not_found"));
            Assert.That(await CodeAsync(reader, "", ""), Is.EqualTo("auth.forbidden"));
            Assert.That(await CodeAsync(self, "", ""), Is.EqualTo("request.invalid"));
            Assert.That(await CodeAsync(self, "Ada", "ada@example.com"), Is.EqualTo("auth.forbidden"));
            Assert.That(await CodeAsync(self, "Ada", null), Is.EqualTo("request.precondition_required"));
        }
        Assert.That(app.Directory.CouldBeCanceled, Is.Empty, "The store is not asked for any of these.");

        async Task<string?> CodeAsync(Caller caller, string? name, string? email)
        {
            var put = (await PutAsync(app, caller, self.UserId, name, email, default(IfMatch))).Failure?.Code;
            var patch = (await PatchAsync(app, caller, self.UserId, name, email, default(IfMatch))).Failure?.Code;
            Assert.That(patch, Is.EqualTo(put));
            return put;
        }
    }

    [Test]
    public async Task Of_nothing_a_change_is_made_neither_whole_nor_in_part()
    {
        using var app = new InMemoryApplication();
        var writer = app.GivenCaller(Permissions.UsersWrite);

        var put = await PutAsync(app, writer, writer.UserId, null, "ada@example.com");
        var patch = await PatchAsync(app, writer, writer.UserId, null, null);

        Assert.That(Errors(put), Is.EqualTo([("name", "required")]));
        Assert.That(Errors(patch), Is.EqualTo([("name", "nothing_to_change")]));
    }

    [Test]
    public async Task A_stale_state_and_a_taken_address_are_the_stores_to_refuse()
    {
        using var app = new InMemoryApplication();
        var (writer, other) = (app.GivenCaller(Permissions.UsersWrite), app.GivenCaller());
        var taken = app.World.Accounts[writer.UserId].Email.Value;

        Assert.That(
            (await PutAsync(app, writer, other.UserId, "Ada", null, IfMatch.OneOf(["stale"]))).Failure,
            Is.EqualTo(RequestFailures.PreconditionFailed)
        );
        Assert.That(
            (await PutAsync(app, writer, other.UserId, "Ada", taken)).Failure,
            Is.EqualTo(AccountFailures.EmailTaken)
        );
        Assert.That((await PutAsync(app, writer, Given.NewId(), "Ada")).Failure, Is.EqualTo(RequestFailures.NotFound));
    }

    [Test]
    public async Task Ones_own_changes_are_counted_by_address_and_those_of_others_are_not()
    {
        using var app = new InMemoryApplication(credentialsPerMinute: 1);
        var (writer, other, origin) = (app.GivenCaller(Permissions.UsersWrite), app.GivenCaller(), Given.Origin());

        for (var i = 0; i < 3; i++)
            Assert.That((await PutAsync(app, writer, other.UserId, "Ada", origin: origin.Again())).Failure, Is.Null);
        Assert.That((await PutAsync(app, other, other.UserId, "Ada", origin: origin.Again())).Failure, Is.Null);
        var refused = await PatchAsync(app, other, other.UserId, "Ada", null, origin: origin.Again());

        Assert.That(refused.Failure!.Kind, Is.EqualTo(FailureKind.TooMany));
        Assert.That(refused.Failure.RetryAfter, Is.GreaterThan(TimeSpan.Zero));
        Assert.That((await PutAsync(app, other, other.UserId, "Ada")).Failure, Is.Null, "From elsewhere.");
    }

    [Test]
    public async Task What_is_refused_anyway_is_not_counted()
    {
        using var app = new InMemoryApplication(credentialsPerMinute: 1);
        var (self, origin) = (app.GivenCaller(), Given.Origin());

        await PutAsync(app, self, self.UserId, "", origin: origin);
        await PutAsync(app, self, self.UserId, "Ada", "ada@example.com", origin: origin);
        await PutAsync(app, self, self.UserId, "Ada", null, default(IfMatch), origin);

        Assert.That((await PutAsync(app, self, self.UserId, "Ada", origin: origin)).Failure, Is.Null);
    }

    [Test]
    public async Task Who_has_left_changes_nothing_and_who_leaves_too_late_calls_nothing_off()
    {
        using var app = new InMemoryApplication();
        var self = app.GivenCaller();
        using var client = new CancellationTokenSource();
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        var message = new PatchUser("Ada", null);

        Assert.That(
            () => app.Users.PatchAsync(self, self.UserId, message, IfMatch.Any, Given.Origin(), gone.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );
        Value(await app.Users.PatchAsync(self, self.UserId, message, IfMatch.Any, Given.Origin(), client.Token));

        Assert.That(app.Directory.CouldBeCanceled, Is.EqualTo([false]));
    }

    private static IEnumerable<(string, string)> Errors(Result<Tagged<User>> result) =>
        result.Failure!.Errors.Select(error => (error.Field, error.Code));

    private static Task<Result<Tagged<User>>> PutAsync(
        InMemoryApplication app,
        Caller caller,
        Guid id,
        string? name,
        string? email = null,
        IfMatch? ifMatch = null,
        RequestOrigin? origin = null
    ) =>
        app.Users.ChangeAsync(
            caller,
            id,
            new ChangeUser(name, email),
            ifMatch ?? IfMatch.Any,
            origin ?? Given.Origin(),
            CancellationToken.None
        );

    private static Task<Result<Tagged<User>>> PatchAsync(
        InMemoryApplication app,
        Caller caller,
        Guid id,
        string? name,
        string? email,
        IfMatch? ifMatch = null,
        RequestOrigin? origin = null
    ) =>
        app.Users.PatchAsync(
            caller,
            id,
            new PatchUser(name, email),
            ifMatch ?? IfMatch.Any,
            origin ?? Given.Origin(),
            CancellationToken.None
        );

    private static T Value<T>(Result<T> result) =>
        result.TryGet(out var value, out var failure) ? value : throw new AssertionException(failure.Code);
}
