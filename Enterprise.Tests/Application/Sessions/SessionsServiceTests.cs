using Enterprise.Application.Authorization;
using Enterprise.Application.Sessions;
using Enterprise.Domain.Common;
using Enterprise.Domain.Sessions;
using Enterprise.Tests.Contracts;
using Enterprise.Tests.Support.InMemory;

namespace Enterprise.Tests.Application.Sessions;

[Parallelizable(ParallelScope.All)]
public sealed class SessionsServiceTests
{
    private const string Email = "ada@example.com";
    private const string Password = "walnut ferry compass";

    [Test]
    public async Task A_refresh_gives_the_next_pair_of_the_same_session()
    {
        using var app = new InMemoryApplication();
        var first = await SignInAsync(app);

        var next = Value(await RefreshAsync(app, first.RefreshToken));

        Assert.That(next.SessionId, Is.EqualTo(first.SessionId));
        Assert.That(next.RefreshToken.Reveal(), Is.Not.EqualTo(first.RefreshToken.Reveal()));
        Assert.That(app.Reader.TryRead(next.AccessToken.Reveal(), out var token), Is.True);
        Assert.That(token!.SessionId, Is.EqualTo(first.SessionId));
        Assert.That(app.Revocations.Cover(token), Is.False);
    }

    [Test]
    public async Task Reuse_is_refused_logged_and_known_at_once()
    {
        using var app = new InMemoryApplication();
        var first = await SignInAsync(app);
        var second = Value(await RefreshAsync(app, first.RefreshToken));
        var third = Value(await RefreshAsync(app, second.RefreshToken));

        var reused = await RefreshAsync(app, first.RefreshToken);

        Assert.That(reused.Failure, Is.SameAs(SessionFailures.InvalidRefreshToken));
        Assert.That(app.Reader.TryRead(third.AccessToken.Reveal(), out var token), Is.True);
        Assert.That(app.Revocations.Cover(token!), Is.True);
        var line = app.LogSink.Lines.Single(line => line.StartsWith("Warning", StringComparison.Ordinal));
        Assert.That(line, Does.Contain(first.SessionId.ToString()).And.Contain("generation 1"));
        Assert.That(line, Does.Not.Contain(first.RefreshToken.Reveal()));
    }

    [Test]
    public async Task A_throttled_address_is_told_how_long_to_wait()
    {
        using var app = new InMemoryApplication(credentialsPerMinute: 2);
        var origin = Given.Origin();
        await app.GivenPersonAsync(Email, Password);
        var pair = Value(await app.LoginAsync(Email, Password, origin));
        pair = Value(await app.Sessions.RefreshAsync(new Refresh(pair.RefreshToken), origin.Again(), default));

        var throttled = await app.Sessions.RefreshAsync(new Refresh(pair.RefreshToken), origin.Again(), default);

        Assert.That(throttled.Failure!.Kind, Is.EqualTo(FailureKind.TooMany));
        Assert.That(throttled.Failure.RetryAfter, Is.GreaterThan(TimeSpan.Zero));
    }

    [Test]
    public async Task A_client_that_has_left_spends_nothing()
    {
        using var app = new InMemoryApplication();
        var pair = await SignInAsync(app);
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        Assert.That(
            () => app.Sessions.RefreshAsync(new Refresh(pair.RefreshToken), Given.Origin(), gone.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );

        Assert.That(app.World.Sessions.Single().Generation, Is.EqualTo(1));
    }

    [Test]
    public async Task Once_it_is_sent_no_client_calls_off_what_changes_a_session()
    {
        using var app = new InMemoryApplication();
        var pair = await SignInAsync(app);
        using var client = new CancellationTokenSource();
        var caller = new Caller(app.World.Accounts.Keys.Single(), pair.SessionId, [], []);

        await app.Sessions.RefreshAsync(new Refresh(pair.RefreshToken), Given.Origin(), client.Token);
        await app.Sessions.LogoutAsync(new Logout(pair.RefreshToken), Given.Origin(), client.Token);
        await app.Sessions.EndAsync(caller, pair.SessionId, Given.Origin(), client.Token);
        await app.Sessions.LogoutAllAsync(caller, Given.Origin(), client.Token);

        Assert.That(app.SessionStore.CouldBeCanceled, Is.EqualTo([false, false, false, false]));
    }

    [Test]
    public async Task Whatever_ends_a_session_is_known_at_once_where_it_was_ended()
    {
        using var app = new InMemoryApplication();
        var (one, two, three) = (await SignInAsync(app), await LogInAsync(app), await LogInAsync(app));
        var caller = new Caller(app.World.Accounts.Keys.Single(), three.SessionId, [], []);

        await app.Sessions.LogoutAsync(new Logout(one.RefreshToken), Given.Origin(), default);
        await app.Sessions.EndAsync(caller, two.SessionId, Given.Origin(), default);
        Assert.That(IsCovered(app, one) && IsCovered(app, two), Is.True);
        Assert.That(IsCovered(app, three), Is.False);
        await app.Sessions.LogoutAllAsync(caller, Given.Origin(), default);

        Assert.That(IsCovered(app, three), Is.True);
        Assert.That(
            (await app.Sessions.EndAsync(caller, two.SessionId, Given.Origin(), default)).Failure,
            Is.SameAs(RequestFailures.NotFound)
        );
    }

    [Test]
    public async Task A_list_marks_the_current_session()
    {
        using var app = new InMemoryApplication();
        await SignInAsync(app);
        var current = await LogInAsync(app);
        var caller = new Caller(app.World.Accounts.Keys.Single(), current.SessionId, [], []);

        var list = Value(await app.Sessions.ListAsync(caller, default));

        Assert.That(list.Items, Has.Count.EqualTo(2));
        Assert.That(list.Items.Single(item => item.Current).Id, Is.EqualTo(current.SessionId));
    }

    private static bool IsCovered(InMemoryApplication app, TokenPair pair) =>
        app.Reader.TryRead(pair.AccessToken.Reveal(), out var token) && app.Revocations.Cover(token);

    private static async Task<TokenPair> SignInAsync(InMemoryApplication app)
    {
        await app.GivenPersonAsync(Email, Password);
        return await LogInAsync(app);
    }

    private static async Task<TokenPair> LogInAsync(InMemoryApplication app) =>
        Value(await app.LoginAsync(Email, Password, Given.Origin()));

    private static Task<Result<TokenPair>> RefreshAsync(InMemoryApplication app, Secret token) =>
        app.Sessions.RefreshAsync(new Refresh(token), Given.Origin(), default);

    private static T Value<T>(Result<T> result) =>
        result.TryGet(out var value, out var failure) ? value : throw new AssertionException(failure.Code);
}
