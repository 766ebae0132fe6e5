using Enterprise.Application.Accounts;
using Enterprise.Application.Authorization;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Common;
using Enterprise.Tests.Contracts;
using Enterprise.Tests.Support;
using Enterprise.Tests.Support.InMemory;

namespace Enterprise.Tests.Application.Accounts;

[Parallelizable(ParallelScope.All)]
public sealed class RegisterTests
{
    private const string Password = "walnut ferry compass";

    [Test]
    public async Task A_person_registers_and_is_found()
    {
        using var app = new InMemoryApplication();

        var registered = Value(await RegisterAsync(app, " Ada@Example.com ", Password, "  Ada  "));
        var me = Value(await app.Accounts.MeAsync(CallerOf(registered.UserId!.Value), CancellationToken.None)).Value;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(registered.UserId.Value.Version, Is.EqualTo(7));
            Assert.That(me.Id, Is.EqualTo(registered.UserId));
            Assert.That(me.Email, Is.EqualTo("ada@example.com"));
            Assert.That(me.Name, Is.EqualTo("Ada"));
            Assert.That(me.Roles, Is.EqualTo(["user"]));
            Assert.That(me.Permissions, Is.Empty);
            Assert.That(me.CreatedAt, Is.EqualTo(app.Clock.GetUtcNow()));
            Assert.That(me.SessionId, Is.EqualTo(new Guid(7, 0, 0, new byte[8])));
        }
    }

    [Test]
    public async Task The_password_is_stored_sealed_and_hashed()
    {
        using var app = new InMemoryApplication();
        var id = await app.GivenPersonAsync("ada@example.com", Password);

        var stored = app.World.Accounts[id].PasswordHash;

        Assert.That(stored, Does.StartWith("v1.").And.Not.Contain("walnut"));
        Assert.That(app.Lab.Envelope.TryOpen(id, stored, out var phc, out _), Is.True);
        Assert.That(phc, Does.StartWith("$argon2id$v=19$m=64,t=1,p=1$"));
    }

    [Test]
    public async Task A_name_is_optional()
    {
        using var app = new InMemoryApplication();

        var registered = Value(await RegisterAsync(app, "ada@example.com", Password, null));

        Assert.That(app.World.Accounts[registered.UserId!.Value].Registered.Name, Is.Null);
    }

    [Test]
    public async Task Everything_wrong_is_told_at_once_by_field()
    {
        using var app = new InMemoryApplication();

        var failure = (await RegisterAsync(app, "ada@localhost", "short", "\u202e")).Failure!;

        Assert.That((failure.Kind, failure.Code), Is.EqualTo((FailureKind.Invalid, "request.invalid")));
        Assert.That(
            failure.Errors.Select(error => (error.Field, error.Code)),
            Is.EquivalentTo([("email", "invalid_email"), ("password", "too_short"), ("name", "invalid_name")])
        );
        Assert.That(
            failure.Errors.Select(error => error.Message),
            Has.None.Contains("localhost").And.None.Contains("short\"")
        );
        Assert.That((app.Lab.Computations, app.World.Audit.Count), Is.EqualTo((0, 0)), "Nothing was done.");
    }

    [TestCase(null, null, "required", "required")]
    [TestCase("", "", "required", "required")]
    [TestCase("ada@example.com", "ada@example.com", null, "personal_password")]
    [TestCase("ada@example.com", "passwordpassword", null, "common_password")]
    [TestCase("ada@example.com", "walnut\0ferry compass", null, "invalid_characters")]
    public async Task A_broken_rule_has_a_stable_code(
        string? email,
        string? password,
        string? emailCode,
        string passwordCode
    )
    {
        using var app = new InMemoryApplication();

        var errors = (await RegisterAsync(app, email, password, null)).Failure!.Errors;

        Assert.That(
            errors.Where(error => error.Field == "email").Select(error => error.Code).SingleOrDefault(),
            Is.EqualTo(emailCode)
        );
        Assert.That(
            errors.Where(error => error.Field == "password").Select(error => error.Code).Single(),
            Is.EqualTo(passwordCode)
        );
    }

    [Test]
    public async Task A_taken_address_is_a_conflict_and_costs_no_hash()
    {
        using var app = new InMemoryApplication();
        await app.GivenPersonAsync("ada@example.com", Password);
        var before = app.Lab.Computations;

        var failure = (await RegisterAsync(app, "ADA@example.com", "another walnut compass", null)).Failure;

        Assert.That(failure, Is.SameAs(AccountFailures.EmailTaken));
        Assert.That(app.Lab.Computations - before, Is.Zero);
    }

    [Test]
    public async Task Where_existence_is_concealed_a_taken_address_and_a_new_one_get_one_answer()
    {
        using var app = new InMemoryApplication();
        app.AccountOptions.ConcealExistence = true;

        var first = Value(await RegisterAsync(app, "ada@example.com", Password, null));
        var work = app.Lab.Computations;
        var second = Value(await RegisterAsync(app, "ada@example.com", Password, null));

        Assert.That(app.Lab.Computations - work, Is.EqualTo(1), "the same work, or the time would tell");
        Assert.That((first, second), Is.EqualTo((new Registered(null), new Registered(null))));
        Assert.That(app.World.Accounts, Has.Count.EqualTo(1));
        Assert.That(
            app.World.Audit.Select(fact => fact.Outcome),
            Is.EqualTo([AuditOutcome.Succeeded, AuditOutcome.EmailTaken])
        );
    }

    [Test]
    public async Task An_address_that_registers_too_much_is_told_to_wait_before_any_work()
    {
        using var app = new InMemoryApplication(credentialsPerMinute: 2);
        var origin = Given.Origin();
        for (var i = 0; i < 2; i++)
            await app.Accounts.RegisterAsync(Message($"ada{i}@example.com"), origin.Again(), CancellationToken.None);
        var before = app.Lab.Computations;

        var failure = (
            await app.Accounts.RegisterAsync(Message("ada@example.com"), origin.Again(), CancellationToken.None)
        ).Failure!;

        Assert.That((failure.Code, failure.RetryAfter), Is.EqualTo(("request.too_many", TimeSpan.FromSeconds(30))));
        Assert.That(app.Lab.Computations, Is.EqualTo(before));
    }

    [Test]
    public async Task Where_hashing_is_busy_nothing_is_stored()
    {
        var options = HashLab.Cheap();
        (options.ConcurrentHashes, options.QueueLength) = (1, 0);
        using var app = new InMemoryApplication(options);
        using var stuck = new Passwords.HashBlocker(app.Lab.Governor);

        var failure = (await RegisterAsync(app, "ada@example.com", Password, null)).Failure;

        Assert.That(failure, Is.SameAs(PasswordFailures.Busy));
        Assert.That((app.World.Accounts.Count, app.World.Audit.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Of_many_who_want_one_address_at_once_one_gets_it()
    {
        using var app = new InMemoryApplication();

        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 50)
                .Select(i =>
                    Task.Run(() =>
                        RegisterAsync(app, i % 2 == 0 ? "ada@example.com" : " ADA@EXAMPLE.COM", Password, null)
                    )
                )
        );

        Assert.That(results.Count(result => result.Failure is null), Is.EqualTo(1));
        Assert.That(results.Count(result => result.Failure == AccountFailures.EmailTaken), Is.EqualTo(49));
    }

    [Test]
    public async Task A_caller_whose_account_is_gone_is_told_that_the_token_is_not_valid()
    {
        using var app = new InMemoryApplication();

        var failure = (await app.Accounts.MeAsync(CallerOf(Given.NewId()), CancellationToken.None)).Failure;

        Assert.That(failure, Is.SameAs(AccountFailures.Gone));
    }

    [Test]
    public void A_message_does_not_print_its_password() =>
        Assert.That(Message("ada@example.com").ToString(), Does.Not.Contain("walnut"));

    private static Register Message(string? email) => new(email, new Secret(Password), null);

    private static Task<Result<Registered>> RegisterAsync(
        InMemoryApplication app,
        string? email,
        string? password,
        string? name
    ) =>
        app.Accounts.RegisterAsync(
            new Register(email, password is null ? null : new Secret(password), name),
            Given.Origin(),
            CancellationToken.None
        );

    private static Caller CallerOf(Guid user) => new(user, new Guid(7, 0, 0, new byte[8]), [], []);

    private static T Value<T>(Result<T> result) =>
        result.TryGet(out var value, out var failure) ? value : throw new AssertionException(failure.Code);
}
