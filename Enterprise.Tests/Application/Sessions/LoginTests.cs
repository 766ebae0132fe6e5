using Enterprise.Application.Sessions;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Common;
using Enterprise.Domain.Sessions;
using Enterprise.Tests.Contracts;
using Enterprise.Tests.Support;
using Enterprise.Tests.Support.InMemory;

namespace Enterprise.Tests.Application.Sessions;

[Parallelizable(ParallelScope.All)]
public sealed class LoginTests
{
    private const string Email = "ada@example.com";
    private const string Password = "walnut ferry compass";

    [Test]
    public async Task The_right_password_opens_a_session()
    {
        using var app = new InMemoryApplication();
        var user = await app.GivenPersonAsync(Email, Password);
        var hash = app.World.Accounts[user].PasswordHash;

        var pair = Value(await app.LoginAsync(Email, Password, Given.Origin()));

        var session = app.World.Sessions.Single();
        Assert.That(app.Reader.TryRead(pair.AccessToken.Reveal(), out var token), Is.True);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((session.Id, session.UserId), Is.EqualTo((pair.SessionId, user)));
            Assert.That((token!.SessionId, token.UserId), Is.EqualTo((pair.SessionId, user)));
            Assert.That(token.Entitlements.Roles, Is.EqualTo(["user"]));
            Assert.That(
                pair.RefreshToken.Reveal(),
                Is.EqualTo(app.RefreshTokens.Write(new RefreshToken(session.Id, 1, session.Salt)).Reveal())
            );
            Assert.That((pair.TokenType, pair.ExpiresIn, pair.RefreshExpiresIn), Is.EqualTo(("Bearer", 600L, 604800L)));
            Assert.That(app.World.Accounts[user].PasswordHash, Is.EqualTo(hash), "It was current.");
        }
    }

    [Test]
    public async Task An_address_is_taken_in_any_case_and_a_password_in_any_composition()
    {
        using var app = new InMemoryApplication();
        await app.GivenPersonAsync(Email, "caf\u00e9 walnut ferry");

        Assert.That(
            (await app.LoginAsync(" ADA@Example.COM ", "cafe\u0301\u00a0walnut ferry", Given.Origin())).Failure,
            Is.Null
        );
    }

    [TestCase("ada@example.com", "walnut ferry compas", AuditOutcome.WrongPassword)]
    [TestCase("ada@example.com", "short", AuditOutcome.WrongPassword)]
    [TestCase("ada@example.com", "walnut\tferry", AuditOutcome.WrongPassword)]
    [TestCase("bob@example.com", "walnut ferry compass", AuditOutcome.UnknownAccount)]
    [TestCase("locked@example.com", "walnut ferry compass", AuditOutcome.AccountLocked)]
    [TestCase("locked@example.com", "wrong", AuditOutcome.AccountLocked)]
    [TestCase("out@example.com", "walnut ferry compass", AuditOutcome.LockedOut)]
    public async Task Whatever_is_wrong_the_answer_and_the_work_are_the_same(
        string email,
        string password,
        string outcome
    )
    {
        using var app = new InMemoryApplication();
        await app.GivenPersonAsync(Email, Password);
        app.World.Accounts[await app.GivenPersonAsync("locked@example.com", Password)].IsLocked = true;
        await app.GivenPersonAsync("out@example.com", Password);
        var origin = Given.Origin();
        for (var i = 0; i < 6 && email.StartsWith("out", StringComparison.Ordinal); i++)
            await app.LoginAsync(email, "wrong", origin.Again());
        var before = app.Lab.Computations;
        origin = origin.Again();

        var failure = (await app.LoginAsync(email, password, origin)).Failure;

        Assert.That(failure, Is.SameAs(SessionFailures.BadCredentials));
        Assert.That(app.Lab.Computations - before, Is.EqualTo(1));
        Assert.That((await app.World.AuditOfAsync(origin.RequestId)).Single().Outcome, Is.EqualTo(outcome));
        Assert.That(app.World.Sessions, Is.Empty);
    }

    [TestCase(null, null)]
    [TestCase("", "")]
    [TestCase("ada", "x")]
    [TestCase("ada@example.com", "")]
    public async Task What_cannot_be_a_login_is_refused_before_anything_is_counted(string? email, string? password)
    {
        using var app = new InMemoryApplication();

        var failure = (await app.LoginAsync(email, password, Given.Origin())).Failure!;

        Assert.That(failure.Code, Is.EqualTo("request.invalid"));
        Assert.That(failure.Errors, Is.Not.Empty);
        Assert.That((app.Lab.Computations, app.World.Audit.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task A_password_of_1024_characters_is_compared_and_a_longer_one_is_not()
    {
        using var app = new InMemoryApplication();

        Assert.That(
            (await app.LoginAsync(Email, new string('a', 1024), Given.Origin())).Failure,
            Is.SameAs(SessionFailures.BadCredentials)
        );
        Assert.That(
            (await app.LoginAsync(Email, new string('a', 1025), Given.Origin())).Failure!.Errors.Single().Code,
            Is.EqualTo("too_long")
        );
    }

    [Test]
    public async Task After_the_limit_the_right_password_is_refused_until_the_lock_out_ends()
    {
        using var app = new InMemoryApplication();
        await app.GivenPersonAsync(Email, Password);
        var origin = Given.Origin();
        for (var i = 0; i < 5; i++)
            await app.LoginAsync(Email, "wrong", origin.Again());

        app.Clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        Assert.That(
            (await app.LoginAsync(Email, Password, origin.Again())).Failure,
            Is.SameAs(SessionFailures.BadCredentials)
        );
        Assert.That(
            (await app.LoginAsync(Email, Password, Given.Origin())).Failure,
            Is.Null,
            "From elsewhere it is not locked out."
        );
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((await app.LoginAsync(Email, Password, origin.Again())).Failure, Is.Null);
        Assert.That(app.World.Audit.Count(fact => fact.Action == AuditAction.Lockout), Is.EqualTo(1));
    }

    [Test]
    public async Task Success_forgets_the_failures_before_it()
    {
        using var app = new InMemoryApplication();
        await app.GivenPersonAsync(Email, Password);
        var origin = Given.Origin();

        for (var round = 0; round < 5; round++)
        {
            for (var i = 0; i < 4; i++)
                await app.LoginAsync(Email, "wrong", origin.Again());
            Assert.That((await app.LoginAsync(Email, Password, origin.Again())).Failure, Is.Null);
        }
    }

    [Test]
    public async Task A_burst_of_right_passwords_locks_nobody_out()
    {
        using var app = new InMemoryApplication();
        await app.GivenPersonAsync(Email, Password);
        var origin = Given.Origin();

        var results = await Task.WhenAll(
            Enumerable.Range(0, 60).Select(_ => Task.Run(() => app.LoginAsync(Email, Password, origin.Again())))
        );

        Assert.That(results.Select(result => result.Failure), Is.All.Null);
        Assert.That(app.Turns.Count, Is.Zero);
    }

    [Test]
    public async Task Of_many_guesses_at_once_no_more_than_the_limit_are_verified()
    {
        using var app = new InMemoryApplication();
        await app.GivenPersonAsync(Email, Password);
        var origin = Given.Origin();

        await Task.WhenAll(
            Enumerable.Range(0, 60).Select(_ => Task.Run(() => app.LoginAsync(Email, "wrong", origin.Again())))
        );

        Assert.That(app.World.Audit.Count(fact => fact.Outcome == AuditOutcome.WrongPassword), Is.EqualTo(5));
        Assert.That(
            (await app.LoginAsync(Email, Password, origin.Again())).Failure,
            Is.SameAs(SessionFailures.BadCredentials)
        );
    }

    [Test]
    public async Task An_address_that_tries_too_much_is_told_to_wait_and_no_hash_is_computed()
    {
        using var app = new InMemoryApplication(credentialsPerMinute: 1);
        var origin = Given.Origin();
        await app.LoginAsync(Email, Password, origin.Again());
        var before = app.Lab.Computations;

        var failure = (await app.LoginAsync(Email, Password, origin.Again())).Failure!;

        Assert.That((failure.Code, failure.RetryAfter), Is.EqualTo(("request.too_many", TimeSpan.FromMinutes(1))));
        Assert.That(app.Lab.Computations, Is.EqualTo(before));
    }

    [Test]
    public async Task A_hash_with_old_parameters_is_renewed_by_the_login()
    {
        using var app = new InMemoryApplication();
        var old = HashLab.Cheap();
        old.MemoryKib = 32;
        using var before = new HashLab(old);
        var user = await app.GivenPersonAsync(Email, Password);
        var stored = Value(await before.Hasher.HashAsync(user, new Secret(Password), CancellationToken.None));
        app.World.Accounts[user].PasswordHash = stored;

        await app.LoginAsync(Email, "wrong", Given.Origin());
        Assert.That(app.World.Accounts[user].PasswordHash, Is.EqualTo(stored), "Not by a wrong password.");
        await app.LoginAsync(Email, Password, Given.Origin());

        Assert.That(app.World.Accounts[user].PasswordHash, Is.Not.EqualTo(stored));
        Assert.That((await app.LoginAsync(Email, Password, Given.Origin())).Failure, Is.Null);
    }

    [Test]
    public void Neither_the_message_nor_the_answer_prints_a_secret()
    {
        var pair = new TokenPair(new Secret("walnut"), new Secret("walnut"), "Bearer", 1, 1, Guid.Empty);

        Assert.That(new Login(Email, new Secret("walnut")).ToString(), Does.Not.Contain("walnut"));
        Assert.That(pair.ToString(), Does.Not.Contain("walnut"));
    }

    private static T Value<T>(Result<T> result) =>
        result.TryGet(out var value, out var failure) ? value : throw new AssertionException(failure.Code);
}
