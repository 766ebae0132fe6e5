using System.Text.Json;
using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Roles;
using Enterprise.Application.Sessions;
using Enterprise.Application.Users;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Common;
using Enterprise.Domain.Roles;
using Enterprise.Domain.Users;
using Enterprise.Tests.Support.InMemory;

namespace Enterprise.Tests.Contracts;

/// <summary>What every <see cref="IUserDirectory"/> does.</summary>
public abstract partial class UserDirectoryContract
{
    /// <summary>So many that nothing here is throttled.</summary>
    protected static readonly CredentialLimitOptions Unlimited = new() { CredentialsPerMinutePerClient = 1_000_000 };

    private const int AtOnce = 16;

    private Guid admin;

    /// <summary>The port, as one request has it: a new instance on the same storage with every call.</summary>
    protected abstract IUserDirectory NewDirectory();

    /// <summary>Accounts on the same storage.</summary>
    protected abstract IAccountStore NewAccounts();

    /// <summary>Logins on the same storage.</summary>
    protected abstract ILoginStore NewLogins();

    /// <summary>Roles on the same storage.</summary>
    protected abstract IRoleCatalogue NewRoles();

    /// <summary>Takes the role <c>admin</c> from all others, as no port would.</summary>
    protected abstract Task OnlyTheseAreAdminsAsync(params Guid[] users);

    /// <summary>The audit entries that were written for a request.</summary>
    protected abstract Task<IReadOnlyList<AuditFact>> AuditOfAsync(string requestId);

    [SetUp]
    public async Task GiveAdminAsync() => admin = await GivenAsync(roles: BuiltInRoles.Admin);

    [Test]
    public async Task An_account_that_was_made_is_found_as_it_was_made()
    {
        var wanted = NewUser("Ada", BuiltInRoles.User, BuiltInRoles.Admin);

        var made = Value(await CreateAsync(wanted));

        var found = (await FindAsync(wanted.Id))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                (made.Value.Id, made.Value.Email, made.Value.Name, made.Value.Status),
                Is.EqualTo((wanted.Id, wanted.Email.Value, "Ada", UserStatus.Active))
            );
            Assert.That(made.Value.Roles, Is.EqualTo([BuiltInRoles.Admin, BuiltInRoles.User]), "Sorted.");
            Assert.That(made.Value.UpdatedAt, Is.EqualTo(made.Value.CreatedAt));
            Assert.That(Shown(found), Is.EqualTo(Shown(made)));
            Assert.That(made.Tag, Is.Not.Empty);
        }
    }

    [Test]
    public async Task Who_was_made_can_sign_in_and_is_tagged_alike_for_themselves()
    {
        var wanted = NewUser(null, BuiltInRoles.User);
        var made = Value(await CreateAsync(wanted));

        var attempt = await NewLogins()
            .BeginLoginAsync(Given.Keys(wanted.Email), Given.Origin(), CancellationToken.None);
        var self = await NewAccounts().FindAsync(wanted.Id, CancellationToken.None);

        Assert.That(
            (attempt.Account!.UserId, attempt.Account.PasswordHash),
            Is.EqualTo((wanted.Id, wanted.PasswordHash))
        );
        Assert.That((made.Value.Name, self!.Tag), Is.EqualTo(((string?)null, made.Tag)));
    }

    [Test]
    public async Task Nobody_is_found_who_is_not_there() => Assert.That(await FindAsync(Given.NewId()), Is.Null);

    [Test]
    public async Task A_taken_address_is_refused_without_a_trace()
    {
        var (first, origin) = (NewUser(), Given.Origin());
        await CreateAsync(first);

        var again = await CreateAsync(NewUser() with { Email = first.Email }, origin: origin);

        Assert.That(again.Failure, Is.EqualTo(AccountFailures.EmailTaken));
        Assert.That(await AuditOfAsync(origin.RequestId), Is.Empty);
    }

    [Test]
    public async Task Of_many_who_want_one_address_at_once_one_gets_it()
    {
        var email = Given.Email();

        var results = await Task.WhenAll(
            Enumerable.Range(0, AtOnce).Select(_ => Task.Run(() => CreateAsync(NewUser() with { Email = email })))
        );

        Assert.That(results.Count(result => result.Failure is null), Is.EqualTo(1));
        Assert.That(
            results.Select(result => result.Failure).OfType<Failure>(),
            Is.All.EqualTo(AccountFailures.EmailTaken)
        );
    }

    [Test]
    public async Task Nobody_is_made_with_a_role_that_is_none()
    {
        var (wanted, origin) = (NewUser(null, BuiltInRoles.User, "no-such-role"), Given.Origin());

        Assert.That((await CreateAsync(wanted, origin: origin)).Failure, Is.EqualTo(UserFailures.UnknownRole));

        Assert.That(await FindAsync(wanted.Id), Is.Null);
        Assert.That(await AuditOfAsync(origin.RequestId), Is.Empty);
    }

    [Test]
    public async Task Nobody_is_made_with_more_than_their_maker_holds()
    {
        var (maker, role) = await GivenHolderOfAsync(Permissions.UsersWrite);
        var (own, beyond, origin) = (NewUser(null, role), NewUser(null, BuiltInRoles.Admin), Given.Origin());

        Assert.That((await CreateAsync(own, maker)).Failure, Is.Null);
        Assert.That((await CreateAsync(beyond, maker, origin)).Failure, Is.EqualTo(RoleFailures.BeyondOwn));

        Assert.That(await FindAsync(beyond.Id), Is.Null);
        Assert.That(
            await AuditOfAsync(origin.RequestId),
            Is.EqualTo([new AuditFact(AuditAction.CreateUser, AuditOutcome.BeyondOwn, maker, null, origin.RequestId)])
        );
    }

    [Test]
    public async Task Who_holds_nothing_or_is_gone_makes_people_who_hold_nothing()
    {
        foreach (var maker in new[] { await GivenAsync(), Given.NewId() })
        {
            Assert.That((await CreateAsync(NewUser(null, BuiltInRoles.User), maker)).Failure, Is.Null);
            Assert.That((await CreateAsync(NewUser(null), maker)).Failure, Is.Null);
            Assert.That(
                (await CreateAsync(NewUser(null, BuiltInRoles.Admin), maker)).Failure,
                Is.EqualTo(RoleFailures.BeyondOwn)
            );
        }
    }

    /// <summary>Asserts that a request left exactly one entry, of success, by the administrator.</summary>
    private async Task AssertAuditedAsync(RequestOrigin origin, string action, Guid subject) =>
        Assert.That(
            await AuditOfAsync(origin.RequestId),
            Is.EqualTo([new AuditFact(action, AuditOutcome.Succeeded, admin, subject, origin.RequestId)])
        );

    /// <summary>An account with these roles, or <c>user</c>.</summary>
    private async Task<Guid> GivenAsync(EmailAddress? email = null, string? name = null, params string[] roles)
    {
        var account = Given.Account(email, name, roles);
        var stored = await NewAccounts().RegisterAsync(account, Given.Origin(), CancellationToken.None);
        Assert.That(stored.Failure, Is.Null);
        return account.Id;
    }

    /// <summary>An account that holds these permissions and no others, and the role that it has them by.</summary>
    private async Task<(Guid Id, string Role)> GivenHolderOfAsync(params string[] permissions)
    {
        var role = new RoleDefinition(Name($"role-{Given.NewId():N}"), "of the tests", permissions);
        Value(await NewRoles().CreateAsync(role, admin, Given.Origin(), CancellationToken.None));
        return (await GivenAsync(roles: role.Name.Value), role.Name.Value);
    }

    private static NewUser NewUser(string? name = null, params string[] roles) =>
        new(
            Given.NewId(),
            Given.Email(),
            PersonName.TryParse(name, out var person) ? person : null,
            $"v1.sealed.hash.{Given.NewId()}",
            [.. roles.Select(Name)]
        );

    private static RoleName Name(string text) =>
        RoleName.TryParse(text, out var name) ? name : throw new AssertionException($"{text} is no name.");

    private Task<Tagged<User>?> FindAsync(Guid id) => NewDirectory().FindAsync(id, CancellationToken.None);

    private Task<Result<Tagged<User>>> CreateAsync(NewUser user, Guid? caller = null, RequestOrigin? origin = null) =>
        NewDirectory().CreateAsync(user, caller ?? admin, origin ?? Given.Origin(), CancellationToken.None);

    /// <summary>All of an account: records compare lists by reference.</summary>
    private static string Shown(Tagged<User> user) => JsonSerializer.Serialize(user);

    private static T Value<T>(Result<T> result) =>
        result.TryGet(out var value, out var failure) ? value : throw new AssertionException(failure.Code);
}
