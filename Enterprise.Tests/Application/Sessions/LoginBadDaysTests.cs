using Enterprise.Application;
using Enterprise.Application.Passwords;
using Enterprise.Application.Sessions;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Sessions;
using Enterprise.Tests.Application.Passwords;
using Enterprise.Tests.Contracts;
using Enterprise.Tests.Support;
using Enterprise.Tests.Support.InMemory;

namespace Enterprise.Tests.Application.Sessions;

/// <summary>Logins that meet overload, clients that go away, and changes in between.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class LoginBadDaysTests
{
    private const string Email = "ada@example.com";
    private const string Password = "walnut ferry compass";
    private static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(100);

    [Test]
    public async Task Where_hashing_is_full_nothing_is_counted_or_read()
    {
        using var app = await NewAsync(OnePermit(queue: 0));
        var origin = Given.Origin();
        using (new HashBlocker(app.Lab.Governor))
            for (var i = 0; i < 20; i++)
                Assert.That(
                    (await app.LoginAsync(Email, Password, origin.Again())).Failure,
                    Is.SameAs(PasswordFailures.Busy)
                );
        await Wait.UntilAsync(() => !app.Lab.Hasher.IsBusy);

        Assert.That((await app.LoginAsync(Email, Password, origin.Again())).Failure, Is.Null);
    }

    [Test]
    public async Task An_attempt_that_was_refused_for_overload_does_not_count()
    {
        using var app = await NewAsync(OnePermit(queue: 5));
        var origin = Given.Origin();
        using (new HashBlocker(app.Lab.Governor))
            for (var i = 0; i < 10; i++)
                Assert.That(
                    (await LateAsync(app, app.LoginAsync(Email, Password, origin.Again()))).Failure,
                    Is.SameAs(PasswordFailures.Busy)
                );

        Assert.That(await FailuresAsync(app, origin), Is.Zero);
    }

    [Test]
    public async Task An_attempt_whose_client_left_before_it_was_verified_does_not_count()
    {
        using var app = await NewAsync(OnePermit(queue: 5));
        var origin = Given.Origin();
        using (new HashBlocker(app.Lab.Governor))
            for (var i = 0; i < 10; i++)
            {
                using var gone = new CancellationTokenSource();
                var login = app.LoginAsync(Email, Password, origin.Again(), gone.Token);
                await gone.CancelAsync();
                Assert.That(() => login, Throws.InstanceOf<OperationCanceledException>());
            }

        Assert.That(await FailuresAsync(app, origin), Is.Zero);
        Assert.That(app.Turns.Count, Is.Zero);
    }

    [Test]
    public async Task Overload_during_a_lock_out_does_not_end_it()
    {
        using var app = await NewAsync(OnePermit(queue: 5));
        var origin = Given.Origin();
        for (var i = 0; i < 5; i++)
            await app.LoginStore.BeginLoginAsync(KeysOf(app, origin), origin.Again(), CancellationToken.None);

        using (new HashBlocker(app.Lab.Governor))
            // Two at a time, so that both are counted before either is refused.
            for (var i = 0; i < 10; i++)
                await LateAsync(
                    app,
                    Task.WhenAll(
                        app.LoginAsync(Email, "wrong", origin.Again()),
                        app.LoginAsync(Email, "wrong", origin.Again())
                    )
                );

        Assert.That(await FailuresAsync(app, origin), Is.GreaterThanOrEqualTo(5));
    }

    [Test]
    public async Task A_password_that_changed_while_it_was_verified_opens_nothing()
    {
        using var app = await NewAsync();
        var user = app.World.Accounts.Keys.Single();
        app.LoginStore = new WatchedLoginStore(app.LoginStore)
        {
            OnBegun = () =>
            {
                app.World.Accounts[user].Stamp = "another stamp";
                return Task.CompletedTask;
            },
        };
        var origin = Given.Origin();

        var failure = (await app.LoginAsync(Email, Password, origin)).Failure;

        Assert.That(failure, Is.SameAs(SessionFailures.BadCredentials));
        Assert.That(app.World.Sessions, Is.Empty);
        Assert.That(
            (await app.World.AuditOfAsync(origin.RequestId)).Single().Outcome,
            Is.EqualTo(AuditOutcome.Refused)
        );
    }

    [Test]
    public async Task A_client_that_leaves_when_its_session_opens_leaves_a_whole_session()
    {
        using var app = await NewAsync();
        using var gone = new CancellationTokenSource();
        app.LoginStore = new WatchedLoginStore(app.LoginStore) { OnOpening = gone.CancelAsync };

        var result = await app.LoginAsync(Email, Password, Given.Origin(), gone.Token);

        Assert.That(result.Failure, Is.Null);
        Assert.That(app.World.Sessions, Has.Count.EqualTo(1));
    }

    private static async Task<InMemoryApplication> NewAsync(PasswordOptions? options = null)
    {
        var app = new InMemoryApplication(options);
        await app.GivenPersonAsync(Email, Password);
        return app;
    }

    private static PasswordOptions OnePermit(int queue)
    {
        var options = HashLab.Cheap();
        (options.ConcurrentHashes, options.QueueLength) = (1, queue);
        options.MaxWaitMilliseconds = (int)MaxWait.TotalMilliseconds;
        return options;
    }

    /// <summary>Lets the time run out for what waits in the queue of hashes.</summary>
    private static async Task<T> LateAsync<T>(InMemoryApplication app, Task<T> waiting)
    {
        await Wait.UntilAsync(() =>
        {
            if (app.Clock.Timers > 0)
                app.Clock.Advance(MaxWait);
            return waiting.IsCompleted;
        });
        return await waiting;
    }

    private static LoginKeys KeysOf(InMemoryApplication app, RequestOrigin origin) =>
        app.Fingerprints.Keys(Given.Email(Email), origin.Network);

    /// <summary>The failures that are counted for a pair.</summary>
    private static async Task<int> FailuresAsync(InMemoryApplication app, RequestOrigin origin)
    {
        var keys = KeysOf(app, origin);
        var attempt = await app.LoginStore.BeginLoginAsync(keys, origin.Again(), CancellationToken.None);
        return attempt.Failures - 1;
    }
}
