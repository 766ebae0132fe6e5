using Enterprise.Application;
using Enterprise.Application.Authorization;
using Enterprise.Application.Sessions;
using Enterprise.Application.Users;
using Enterprise.Domain.Common;
using Enterprise.Domain.Roles;
using Enterprise.Domain.Users;
using Enterprise.Tests.Contracts;
using Enterprise.Tests.Support.InMemory;

namespace Enterprise.Tests.Application.Users;

[Parallelizable(ParallelScope.All)]
public sealed class UserControlServiceTests
{
    private const string Email = "ada@example.com";
    private const string Password = "walnut ferry compass";

    [Test]
    public async Task Nobody_locks_or_deletes_their_own_account()
    {
        using var app = new InMemoryApplication();
        var caller = app.GivenCaller([.. Permissions.All]);

        Assert.That(
            new[] { await DeleteAsync(app, caller, caller.UserId), await LockAsync(app, caller, caller.UserId) },
            Is.All.SameAs(UserFailures.OwnAccount)
        );

        Assert.That(app.Directory.CouldBeCanceled, Is.Empty, "The store is not asked.");
        Assert.That(app.World.Accounts[caller.UserId].IsLocked, Is.False);
    }

    [TestCase("delete")]
    [TestCase("lock")]
    [TestCase("end")]
    public async Task The_tokens_of_sessions_that_end_are_refused_here_at_once(string how)
    {
        using var app = new InMemoryApplication();
        var (id, caller) = (await app.GivenPersonAsync(Email, Password), app.GivenCaller());
        var tokens = new[] { await TokenAsync(app), await TokenAsync(app) };

        var failure = how switch
        {
            "delete" => await DeleteAsync(app, caller, id),
            "lock" => await LockAsync(app, caller, id),
            _ => await EndAsync(app, caller, id),
        };

        Assert.That(failure, Is.Null);
        Assert.That(tokens.Select(app.Revocations.Cover), Is.All.True);
        Assert.That(
            (await app.LoginAsync(Email, Password, Given.Origin())).Failure is null,
            Is.EqualTo(how == "end"),
            "Who only lost their sessions signs in again."
        );
    }

    [Test]
    public async Task Who_is_unlocked_signs_in_again()
    {
        using var app = new InMemoryApplication();
        var (id, caller) = (await app.GivenPersonAsync(Email, Password), app.GivenCaller());
        await LockAsync(app, caller, id);

        Assert.That((await app.UserControl.UnlockAsync(caller, id, Given.Origin(), default)).Failure, Is.Null);

        Assert.That((await app.LoginAsync(Email, Password, Given.Origin())).Failure, Is.Null);
    }

    [Test]
    public async Task Who_is_not_there_is_not_found()
    {
        using var app = new InMemoryApplication();
        var (caller, nobody) = (app.GivenCaller(), Given.NewId());

        Assert.That(
            new[]
            {
                await DeleteAsync(app, caller, nobody),
                await LockAsync(app, caller, nobody),
                await EndAsync(app, caller, nobody),
                (await app.UserControl.UnlockAsync(caller, nobody, Given.Origin(), default)).Failure,
                (await app.UserControl.ListSessionsAsync(caller, nobody, default)).Failure,
                (await AssignAsync(app, caller, nobody, [])).Failure,
            },
            Is.All.EqualTo(RequestFailures.NotFound)
        );
    }

    [Test]
    public async Task The_last_administrator_stays_and_so_do_their_tokens()
    {
        using var app = new InMemoryApplication();
        var (id, caller) = (await app.GivenPersonAsync(Email, Password), app.GivenCaller());
        app.World.Accounts[id].Roles.Add(BuiltInRoles.Admin);
        var token = await TokenAsync(app);

        Assert.That(
            new[]
            {
                await DeleteAsync(app, caller, id),
                await LockAsync(app, caller, id),
                (await AssignAsync(app, caller, id, [BuiltInRoles.User])).Failure,
            },
            Is.All.EqualTo(UserFailures.LastAdministrator)
        );

        Assert.That(app.Revocations.Cover(token), Is.False);
    }

    [Test]
    public async Task Sessions_of_somebody_are_listed_and_none_of_them_is_the_callers()
    {
        using var app = new InMemoryApplication();
        var (id, caller) = (await app.GivenPersonAsync(Email, Password), app.GivenCaller());
        var none = Value(await app.UserControl.ListSessionsAsync(caller, id, default));
        var token = await TokenAsync(app);

        var one = Value(await app.UserControl.ListSessionsAsync(caller, id, default));

        Assert.That(none.Items, Is.Empty, "Somebody without sessions is still somebody.");
        Assert.That((one.Items.Single().Id, one.Items.Single().Current), Is.EqualTo((token.SessionId, false)));
    }

    [Test]
    public async Task Roles_are_assigned_to_whatever_state_unless_one_is_named()
    {
        using var app = new InMemoryApplication();
        var (caller, other) = (app.GivenCaller(Permissions.RolesAssign), app.GivenCaller());

        var unsaid = Value(await AssignAsync(app, caller, other.UserId, [BuiltInRoles.User], default));
        var stale = await AssignAsync(app, caller, other.UserId, [], IfMatch.OneOf(["stale"]));
        var none = Value(await AssignAsync(app, caller, other.UserId, [], IfMatch.OneOf([unsaid.Tag])));

        Assert.That(unsaid.Value.Roles, Is.EqualTo([BuiltInRoles.User]));
        Assert.That(stale.Failure, Is.EqualTo(RequestFailures.PreconditionFailed));
        Assert.That(none.Value.Roles, Is.Empty);
    }

    [Test]
    public async Task Nobody_gives_what_they_do_not_hold()
    {
        using var app = new InMemoryApplication();
        var (caller, other) = (app.GivenCaller(Permissions.RolesAssign), app.GivenCaller());

        foreach (var id in new[] { caller.UserId, other.UserId })
            Assert.That(
                (await AssignAsync(app, caller, id, [BuiltInRoles.Admin])).Failure,
                Is.EqualTo(RoleFailures.BeyondOwn)
            );
        Assert.That((await AssignAsync(app, caller, other.UserId, [caller.Roles[0]])).Failure, Is.Null);
    }

    [TestCase("required", null)]
    [TestCase("unknown_role", new[] { "user", "No Such Role" })]
    [TestCase("duplicate", new[] { "user", "user" })]
    public async Task What_breaks_a_rule_is_refused_before_the_store_is_asked(string code, string[]? roles)
    {
        using var app = new InMemoryApplication();

        var refused = await AssignAsync(app, app.GivenCaller(), Given.NewId(), roles);

        Assert.That(refused.Failure!.Errors.Select(error => (error.Field, error.Code)), Is.EqualTo([("roles", code)]));
        Assert.That(app.Directory.CouldBeCanceled, Is.Empty);
    }

    [Test]
    public async Task At_most_64_roles_are_named()
    {
        using var app = new InMemoryApplication();
        var caller = app.GivenCaller();

        foreach (var (count, code) in new[] { (64, "unknown_role"), (65, "too_many") })
        {
            var refused = await AssignAsync(
                app,
                caller,
                caller.UserId,
                [.. Enumerable.Range(0, count).Select(i => $"role-{i}")]
            );
            Assert.That(refused.Failure!.Errors.Single().Code, Is.EqualTo(code));
        }
    }

    [Test]
    public async Task Who_has_left_changes_nothing_and_who_leaves_too_late_calls_nothing_off()
    {
        using var app = new InMemoryApplication();
        var (caller, other) = (app.GivenCaller(), app.GivenCaller());
        using var client = new CancellationTokenSource();
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        foreach (var change in Changes(app.UserControl, caller, other.UserId, gone.Token))
            Assert.That(change, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(app.Directory.CouldBeCanceled, Is.Empty);
        foreach (var change in Changes(app.UserControl, caller, other.UserId, client.Token))
            await change();

        Assert.That(app.Directory.CouldBeCanceled, Is.EqualTo([false, false, false, false, false]));
    }

    private static Func<Task>[] Changes(UserControlService control, Caller caller, Guid id, CancellationToken ct) =>
        [
            () => control.AssignRolesAsync(caller, id, new AssignRoles([]), default, Given.Origin(), ct),
            () => control.EndSessionsAsync(caller, id, Given.Origin(), ct),
            () => control.LockAsync(caller, id, Given.Origin(), ct),
            () => control.UnlockAsync(caller, id, Given.Origin(), ct),
            () => control.DeleteAsync(caller, id, default, Given.Origin(), ct),
        ];

    private static async Task<AccessToken> TokenAsync(InMemoryApplication app)
    {
        var pair = Value(await app.LoginAsync(Email, Password, Given.Origin()));
        Assert.That(app.Reader.TryRead(pair.AccessToken.Reveal(), out var token), Is.True);
        return token!;
    }

    private static async Task<Failure?> DeleteAsync(InMemoryApplication app, Caller caller, Guid id) =>
        (await app.UserControl.DeleteAsync(caller, id, default, Given.Origin(), default)).Failure;

    private static async Task<Failure?> LockAsync(InMemoryApplication app, Caller caller, Guid id) =>
        (await app.UserControl.LockAsync(caller, id, Given.Origin(), default)).Failure;

    private static async Task<Failure?> EndAsync(InMemoryApplication app, Caller caller, Guid id) =>
        (await app.UserControl.EndSessionsAsync(caller, id, Given.Origin(), default)).Failure;

    private static Task<Result<Tagged<User>>> AssignAsync(
        InMemoryApplication app,
        Caller caller,
        Guid id,
        string[]? roles,
        IfMatch? ifMatch = null
    ) =>
        app.UserControl.AssignRolesAsync(
            caller,
            id,
            new AssignRoles(roles),
            ifMatch ?? IfMatch.Any,
            Given.Origin(),
            default
        );

    private static T Value<T>(Result<T> result) =>
        result.TryGet(out var value, out var failure) ? value : throw new AssertionException(failure.Code);
}
