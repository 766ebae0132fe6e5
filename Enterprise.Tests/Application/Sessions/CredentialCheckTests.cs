using Enterprise.Application;
using Enterprise.Application.Sessions;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Common;
using Enterprise.Tests.Application.Passwords;
using Enterprise.Tests.Contracts;
using Enterprise.Tests.Support;
using Enterprise.Tests.Support.InMemory;

namespace Enterprise.Tests.Application.Sessions;

/// <summary>What is asked for with a password needs another hash, and that meets overload or a client that leaves.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class CredentialCheckTests
{
    private const string Email = "ada@example.com";
    private const string Password = "walnut ferry compass";
    private static readonly Secret Next = new("tall copper kettle 94");

    [Test]
    public async Task A_second_hash_is_made_for_the_account_whose_password_was_proved()
    {
        using var app = await NewAsync();
        var user = app.World.Accounts.Keys.Single();

        var hashed = await TryAsync(app, Given.Origin(), proved => app.Check.HashAsync(proved, Next, default));

        Assert.That(hashed.TryGet(out var hash, out _), Is.True);
        var verified = await app.Lab.Hasher.VerifyAsync(user, hash, Next, default);
        Assert.That(verified.TryGet(out var verification, out _) && verification.Matches, Is.True);
    }

    [Test]
    public async Task Where_the_second_hash_is_refused_for_overload_the_attempt_does_not_count()
    {
        using var app = await NewAsync();
        var origin = Given.Origin();

        for (var i = 0; i < 10; i++)
        {
            var result = await TryAsync(
                app,
                origin,
                async proved =>
                {
                    using (new HashBlocker(app.Lab.Governor))
                        return await app.Check.HashAsync(proved, Next, default);
                }
            );
            Assert.That(result.Failure, Is.SameAs(PasswordFailures.Busy));
            await Wait.UntilAsync(() => !app.Check.IsBusy);
        }

        Assert.That(await FailuresAsync(app, origin), Is.Zero);
    }

    [Test]
    public async Task Where_the_client_leaves_before_the_second_hash_the_attempt_does_not_count()
    {
        using var app = await NewAsync();
        var origin = Given.Origin();
        using var gone = new CancellationTokenSource();

        Assert.That(
            () =>
                TryAsync(
                    app,
                    origin,
                    async proved =>
                    {
                        await gone.CancelAsync();
                        return await app.Check.HashAsync(proved, Next, gone.Token);
                    }
                ),
            Throws.InstanceOf<OperationCanceledException>()
        );

        Assert.That(await FailuresAsync(app, origin), Is.Zero);
        Assert.That(app.Turns.Count, Is.Zero);
    }

    [Test]
    public async Task Nothing_is_done_without_the_password()
    {
        using var app = await NewAsync();
        var done = false;

        var result = await app.Check.TryAsync(
            Wrong(),
            Given.Origin(),
            _ =>
            {
                done = true;
                return Task.FromResult<Result<string>>("");
            },
            CancellationToken.None
        );

        Assert.That((result.Failure, done), Is.EqualTo((AccountFailures.WrongPassword, false)));
    }

    private static async Task<InMemoryApplication> NewAsync()
    {
        var options = HashLab.Cheap();
        (options.ConcurrentHashes, options.QueueLength) = (1, 0);
        var app = new InMemoryApplication(options);
        await app.GivenPersonAsync(Email, Password);
        return app;
    }

    private static Task<Result<string>> TryAsync(
        InMemoryApplication app,
        RequestOrigin origin,
        Func<ProvedAccount, Task<Result<string>>> act
    ) => app.Check.TryAsync(Right(), origin.Again(), act, CancellationToken.None);

    private static Credentials Right() =>
        new(Given.Email(Email), new Secret(Password), AuditAction.ChangePassword, AccountFailures.WrongPassword);

    private static Credentials Wrong() => Right() with { Password = new Secret("wrong") };

    /// <summary>The failures that are counted for the account from there.</summary>
    private static async Task<int> FailuresAsync(InMemoryApplication app, RequestOrigin origin)
    {
        var email = Given.Email(Email);
        var keys = app.Fingerprints.Keys(email, origin.Network);
        return (await app.LoginStore.BeginLoginAsync(keys, origin.Again(), CancellationToken.None)).Failures - 1;
    }
}
