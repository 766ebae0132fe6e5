using Enterprise.Application.Accounts;
using Enterprise.Application.Authorization;
using Enterprise.Application.Passwords;
using Enterprise.Application.Sessions;
using Enterprise.Domain.Common;
using Enterprise.Tests.Application.Passwords;
using Enterprise.Tests.Contracts;
using Enterprise.Tests.Support;
using Enterprise.Tests.Support.InMemory;

namespace Enterprise.Tests.Application.Sessions;

[Parallelizable(ParallelScope.All)]
public sealed class SessionMetricsTests
{
    private const string Email = "ada@example.com";
    private const string Password = "walnut ferry compass";

    [Test]
    public async Task A_login_has_the_outcome_that_its_client_is_not_told()
    {
        using var app = await NewAsync();
        var id = await app.GivenPersonAsync("locked@example.com", Password);
        app.World.Lock(id);

        await LoginAsync(app, Email, Password);
        await LoginAsync(app, Email, "wrong");
        await LoginAsync(app, "nobody@example.com", Password);
        await LoginAsync(app, "locked@example.com", Password);

        Assert.That(Outcomes(app), Is.EqualTo(["succeeded", "wrong_password", "unknown_account", "account_locked"]));
    }

    [Test]
    public async Task A_lock_out_shows()
    {
        using var app = await NewAsync();
        var origin = Given.Origin();

        for (var i = 0; i <= app.Lockout.MaxFailures; i++)
            await app.LoginAsync(Email, "wrong", origin.Again());

        Assert.That(Outcomes(app)[^1], Is.EqualTo("locked_out"));
    }

    [Test]
    public async Task A_network_that_used_up_its_allowance_shows()
    {
        using var app = new InMemoryApplication(credentialsPerMinute: 1);
        var origin = Given.Origin();

        await app.LoginAsync(Email, Password, origin);
        await app.LoginAsync(Email, Password, origin.Again());

        Assert.That(Outcomes(app), Is.EqualTo(["unknown_account", "throttled"]));
    }

    [Test]
    public async Task Overload_shows()
    {
        using var app = await NewAsync(OnePermit());
        using var stuck = new HashBlocker(app.Lab.Governor);

        await LoginAsync(app, Email, Password);

        Assert.That(Outcomes(app), Is.EqualTo(["busy"]));
    }

    [Test]
    public async Task An_account_that_is_locked_while_its_password_is_verified_shows()
    {
        using var app = new InMemoryApplication();
        var id = await app.GivenPersonAsync(Email, Password);
        app.LoginStore = new WatchedLoginStore(app.LoginStore) { OnOpening = () => Task.Run(() => app.World.Lock(id)) };

        await LoginAsync(app, Email, Password);

        Assert.That(Outcomes(app), Is.EqualTo(["overtaken"]));
    }

    [Test]
    public async Task A_database_that_is_away_shows()
    {
        using var app = await NewAsync();
        app.LoginStore = new WatchedLoginStore(app.LoginStore) { OnBegun = () => throw new InvalidDataException() };

        Assert.That(() => LoginAsync(app, Email, Password), Throws.TypeOf<InvalidDataException>());

        Assert.That(Outcomes(app), Is.EqualTo(["failed"]));
    }

    [Test]
    public async Task What_is_no_login_at_all_is_not_counted()
    {
        using var app = await NewAsync();

        await LoginAsync(app, "no address", Password);
        await LoginAsync(app, Email, null);

        Assert.That(Outcomes(app), Is.Empty);
    }

    [Test]
    public async Task A_change_of_password_is_told_from_a_login_and_ends_sessions_with_a_reason()
    {
        using var app = await NewAsync();
        await LoginAsync(app, Email, Password);
        await LoginAsync(app, Email, Password);
        var session = app.World.Sessions[0];
        var message = new ChangePassword(new Secret(Password), new Secret("tall copper kettle 94"));

        await app.Passwords.ChangeAsync(CallerOf(session), message, Given.Origin(), CancellationToken.None);

        Assert.That(
            app.Lab.Meters.Tags(SessionMetrics.LoginDuration).Last(),
            Is.EqualTo("outcome=succeeded action=change_password")
        );
        Assert.That(app.Lab.Meters.Tags(SessionMetrics.Revocations), Is.EqualTo(["reason=password_changed"]));
        Assert.That(app.Lab.Meters.Sum(SessionMetrics.Revocations), Is.EqualTo(1), "The other session.");
    }

    [Test]
    public async Task Refreshes_have_an_outcome()
    {
        using var app = await NewAsync();
        var first = Value(await LoginAsync(app, Email, Password)).RefreshToken;

        var second = Value(await RefreshAsync(app, first)).RefreshToken;
        await RefreshAsync(app, first);
        await RefreshAsync(app, second);
        await RefreshAsync(app, first);
        await RefreshAsync(app, first);
        await RefreshAsync(app, new Secret("nonsense"));
        await RefreshAsync(app, new Secret(""));

        Assert.That(
            app.Lab.Meters.Tags(SessionMetrics.RefreshAttempts),
            Is.EqualTo([
                "outcome=rotated",
                "outcome=replayed",
                "outcome=rotated",
                "outcome=reuse_detected",
                "outcome=revoked",
                "outcome=malformed",
            ])
        );
        Assert.That(app.Lab.Meters.Tags(SessionMetrics.Revocations), Is.EqualTo(["reason=refresh_reused"]));
    }

    [Test]
    public async Task A_refresh_that_nothing_came_of_shows()
    {
        using var app = new InMemoryApplication(credentialsPerMinute: 2);
        var origin = Given.Origin();
        await app.GivenPersonAsync(Email, Password);
        var token = Value(await app.LoginAsync(Email, Password, origin)).RefreshToken;
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        Assert.That(
            () => app.Sessions.RefreshAsync(new Refresh(token), origin.Again(), gone.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );
        for (var i = 0; i < 3; i++)
            token = (await app.Sessions.RefreshAsync(new Refresh(token), origin.Again(), default)).TryGet(
                out var next,
                out _
            )
                ? next.RefreshToken
                : token;

        Assert.That(
            app.Lab.Meters.Tags(SessionMetrics.RefreshAttempts).Distinct(),
            Is.EqualTo(["outcome=failed", "outcome=rotated", "outcome=throttled"])
        );
    }

    [Test]
    public async Task Sessions_are_counted_once_each_when_they_end()
    {
        using var app = await NewAsync();
        var tokens = new List<Secret>();
        for (var i = 0; i < 4; i++)
            tokens.Add(Value(await LoginAsync(app, Email, Password)).RefreshToken);
        var (first, second) = (app.World.Sessions[0], app.World.Sessions[1]);

        for (var i = 0; i < 2; i++)
            await app.Sessions.LogoutAsync(new Logout(tokens[0]), Given.Origin(), CancellationToken.None);
        for (var i = 0; i < 2; i++)
            await app.Sessions.EndAsync(CallerOf(first), second.Id, Given.Origin(), CancellationToken.None);
        for (var i = 0; i < 2; i++)
            await app.Sessions.LogoutAllAsync(CallerOf(first), Given.Origin(), CancellationToken.None);

        Assert.That(
            app.Lab.Meters.Seen.Where(seen => seen.Instrument == SessionMetrics.Revocations)
                .Select(seen => (seen.Tags, seen.Value)),
            Is.EqualTo([("reason=logout", 1.0), ("reason=ended_by_owner", 1.0), ("reason=logout_all", 2.0)])
        );
    }

    [Test]
    public void Every_outcome_of_a_refresh_has_a_name() =>
        Assert.That(
            string.Join(' ', Enum.GetValues<RefreshOutcome>().Select(SessionMetrics.NameOf)),
            Is.EqualTo("rotated replayed reuse_detected expired revoked exhausted unknown malformed throttled failed")
        );

    private static async Task<InMemoryApplication> NewAsync(PasswordOptions? passwords = null)
    {
        var app = new InMemoryApplication(passwords);
        await app.GivenPersonAsync(Email, Password);
        return app;
    }

    private static PasswordOptions OnePermit()
    {
        var options = HashLab.Cheap();
        (options.ConcurrentHashes, options.QueueLength) = (1, 0);
        return options;
    }

    private static string[] Outcomes(InMemoryApplication app)
    {
        var outcomes = app.Lab.Meters.Tags(SessionMetrics.LoginDuration).ToArray();
        Assert.That(outcomes, Has.All.EndsWith(" action=login"));
        var names = outcomes.Select(tags => tags.Split(' ')[0]["outcome=".Length..]).ToArray();
        Assert.That(names.Distinct(), Is.SubsetOf(LoginOutcome.All));
        return names;
    }

    private static Task<Result<TokenPair>> LoginAsync(InMemoryApplication app, string email, string? password) =>
        app.LoginAsync(email, password, Given.Origin());

    private static Task<Result<TokenPair>> RefreshAsync(InMemoryApplication app, Secret token) =>
        app.Sessions.RefreshAsync(new Refresh(token), Given.Origin(), CancellationToken.None);

    private static Caller CallerOf(StoredSession session) => new(session.UserId, session.Id, [], []);

    private static T Value<T>(Result<T> result) =>
        result.TryGet(out var value, out var failure) ? value : throw new AssertionException(failure.Code);
}
