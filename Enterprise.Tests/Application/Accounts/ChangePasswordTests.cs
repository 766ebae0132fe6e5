using Enterprise.Application;
using Enterprise.Application.Accounts;
using Enterprise.Application.Authorization;
using Enterprise.Application.Sessions;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Common;
using Enterprise.Tests.Contracts;
using Enterprise.Tests.Support.InMemory;

namespace Enterprise.Tests.Application.Accounts;

[Parallelizable(ParallelScope.All)]
public sealed class ChangePasswordTests
{
    private const string Email = "ada@example.com";
    private const string Password = "walnut ferry compass";
    private const string Next = "tall copper kettle 94";

    [Test]
    public async Task The_tokens_of_the_sessions_that_ended_are_refused_here_at_once()
    {
        using var app = new InMemoryApplication();
        await app.GivenPersonAsync(Email, Password);
        var (own, other) = (await SignInAsync(app), await SignInAsync(app));

        var result = await ChangeAsync(app, CallerOf(own), Password, Next, Given.Origin());

        Assert.That(result.Failure, Is.Null);
        Assert.That((app.Revocations.Cover(own), app.Revocations.Cover(other)), Is.EqualTo((false, true)));
    }

    [TestCase(Password, 2, null)]
    [TestCase("wrong", 1, AuditOutcome.WrongPassword)]
    [TestCase("walnut\tferry", 1, AuditOutcome.WrongPassword)]
    public async Task A_guess_costs_one_hash_and_a_change_one_more(string current, int hashes, string? outcome)
    {
        using var app = new InMemoryApplication();
        await app.GivenPersonAsync(Email, Password);
        var caller = CallerOf(await SignInAsync(app));
        var (before, origin) = (app.Lab.Computations, Given.Origin());

        var failure = (await ChangeAsync(app, caller, current, Next, origin)).Failure;

        Assert.That(failure, outcome is null ? Is.Null : Is.SameAs(AccountFailures.WrongPassword));
        Assert.That(app.Lab.Computations - before, Is.EqualTo(hashes));
        Assert.That(
            (await app.World.AuditOfAsync(origin.RequestId)).Single().Outcome,
            Is.EqualTo(outcome ?? AuditOutcome.Succeeded)
        );
    }

    [TestCase(true, AuditOutcome.AccountLocked)]
    [TestCase(false, AuditOutcome.LockedOut)]
    public async Task A_right_password_that_may_not_be_used_is_answered_like_a_wrong_one(bool isLocked, string outcome)
    {
        using var app = new InMemoryApplication();
        var user = await app.GivenPersonAsync(Email, Password);
        var (caller, origin) = (CallerOf(await SignInAsync(app)), Given.Origin());
        if (isLocked)
            app.World.Accounts[user].IsLocked = true;
        for (var i = 0; i < 5 && !isLocked; i++)
            await ChangeAsync(app, caller, "wrong", Next, origin.Again());
        var (before, last) = (app.Lab.Computations, origin.Again());

        var failure = (await ChangeAsync(app, caller, Password, Next, last)).Failure;

        Assert.That(failure, Is.SameAs(AccountFailures.WrongPassword));
        Assert.That(app.Lab.Computations - before, Is.EqualTo(1), "The same work.");
        Assert.That((await app.World.AuditOfAsync(last.RequestId)).Single().Outcome, Is.EqualTo(outcome));
        Assert.That((await app.LoginAsync(Email, Next, Given.Origin())).Failure, Is.Not.Null);
    }

    [Test]
    public async Task What_breaks_a_rule_is_refused_before_anything_is_counted()
    {
        using var app = new InMemoryApplication();
        await app.GivenPersonAsync(Email, Password);
        var caller = CallerOf(await SignInAsync(app));
        var (before, origin) = (app.Lab.Computations, Given.Origin());

        var failures = new[]
        {
            (await ChangeAsync(app, caller, Password, "short", origin)).Failure,
            (await ChangeAsync(app, caller, Password, "ada@example.com", origin)).Failure,
        };

        Assert.That(
            failures.Select(failure => failure!.Errors.Single()).Select(error => (error.Field, error.Code)),
            Is.EqualTo([("new_password", "too_short"), ("new_password", "personal_password")])
        );
        Assert.That(app.Lab.Computations, Is.EqualTo(before));
        Assert.That(await app.World.AuditOfAsync(origin.RequestId), Is.Empty);
    }

    [Test]
    public async Task An_account_that_is_gone_has_no_password()
    {
        using var app = new InMemoryApplication();
        var user = await app.GivenPersonAsync(Email, Password);
        var caller = CallerOf(await SignInAsync(app));
        app.World.Accounts.Remove(user);

        Assert.That(
            (await ChangeAsync(app, caller, Password, Next, Given.Origin())).Failure,
            Is.SameAs(AccountFailures.Gone)
        );
    }

    [Test]
    public void The_message_prints_no_password() =>
        Assert.That(
            new ChangePassword(new Secret("walnut"), new Secret("kettle")).ToString(),
            Does.Not.Contain("walnut").And.Not.Contain("kettle")
        );

    private static async Task<AccessToken> SignInAsync(InMemoryApplication app)
    {
        var result = await app.LoginAsync(Email, Password, Given.Origin());
        Assert.That(result.TryGet(out var pair, out _), Is.True);
        Assert.That(app.Reader.TryRead(pair!.AccessToken.Reveal(), out var token), Is.True);
        return token!;
    }

    private static Caller CallerOf(AccessToken token) => new(token.UserId, token.SessionId, [], []);

    private static Task<Result<Unit>> ChangeAsync(
        InMemoryApplication app,
        Caller caller,
        string current,
        string next,
        RequestOrigin origin
    ) =>
        app.Passwords.ChangeAsync(
            caller,
            new ChangePassword(new Secret(current), new Secret(next)),
            origin,
            CancellationToken.None
        );
}
