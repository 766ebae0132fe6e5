using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Roles;
using Enterprise.Tests.Support.InMemory;

namespace Enterprise.Tests.Contracts;

/// <summary>What every <see cref="IAccountStore"/> does.</summary>
public abstract partial class AccountStoreContract
{
    /// <summary>The port, as one request has it: a new instance on the same storage with every call.</summary>
    protected abstract IAccountStore NewStore();

    /// <summary>Logins on the same storage.</summary>
    protected abstract ILoginStore NewLogins();

    /// <summary>The audit trail of the same storage.</summary>
    protected abstract IAuditTrail NewTrail();

    /// <summary>Locks an account, as an administrator does.</summary>
    protected abstract Task LockAsync(Guid userId);

    /// <summary>Deletes an account.</summary>
    protected abstract Task DeleteAsync(Guid userId);

    /// <summary>The ids of a user's sessions that have not ended.</summary>
    protected abstract Task<IReadOnlyList<Guid>> OpenSessionsOfAsync(Guid userId);

    /// <summary>The audit entries that were written for a request.</summary>
    protected abstract Task<IReadOnlyList<AuditFact>> AuditOfAsync(string requestId);

    [Test]
    public async Task What_is_registered_is_found_again()
    {
        var account = Given.Account(name: "Ada Lovelace");

        var stored = await NewStore().RegisterAsync(account, Given.Origin(), CancellationToken.None);
        var found = await NewStore().FindAsync(account.Id, CancellationToken.None);

        Assert.That(stored.Failure, Is.Null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found!.Id, Is.EqualTo(account.Id));
            Assert.That(found.Email, Is.EqualTo(account.Email.Value));
            Assert.That(found.Name, Is.EqualTo("Ada Lovelace"));
            Assert.That(found.Roles, Is.EqualTo([BuiltInRoles.User]));
            Assert.That(found.Permissions, Is.Empty);
            Assert.That(found.CreatedAt.Offset, Is.EqualTo(TimeSpan.Zero));
        }
    }

    [Test]
    public async Task An_account_without_a_name_is_found_without_one()
    {
        var account = Given.Account();
        await NewStore().RegisterAsync(account, Given.Origin(), CancellationToken.None);

        Assert.That((await NewStore().FindAsync(account.Id, CancellationToken.None))!.Name, Is.Null);
    }

    [Test]
    public async Task An_account_that_is_not_there_is_not_found() =>
        Assert.That(await NewStore().FindAsync(Given.NewId(), CancellationToken.None), Is.Null);

    [Test]
    public async Task Roles_and_what_they_allow_together_are_sorted()
    {
        var account = Given.Account(roles: [BuiltInRoles.User, BuiltInRoles.Admin]);
        await NewStore().RegisterAsync(account, Given.Origin(), CancellationToken.None);

        var found = await NewStore().FindAsync(account.Id, CancellationToken.None);

        Assert.That(found!.Roles, Is.EqualTo([BuiltInRoles.Admin, BuiltInRoles.User]));
        Assert.That(found.Permissions, Is.EqualTo(Permissions.All.Order(StringComparer.Ordinal)));
    }

    [Test]
    public async Task An_address_is_taken_in_any_case()
    {
        var account = Given.Account();
        await NewStore().RegisterAsync(account, Given.Origin(), CancellationToken.None);
        var again = Given.Account(Given.Email(account.Email.Value.ToUpperInvariant()));

        var refused = await NewStore().RegisterAsync(again, Given.Origin(), CancellationToken.None);

        Assert.That(refused.Failure, Is.EqualTo(AccountFailures.EmailTaken));
        Assert.That(await NewStore().FindAsync(again.Id, CancellationToken.None), Is.Null);
        Assert.That(
            await NewStore().FindAsync(account.Id, CancellationToken.None),
            Is.Not.Null,
            "The first one stays."
        );
    }

    [Test]
    public async Task A_taken_address_is_refused_early_and_audited_and_a_free_one_is_neither()
    {
        var account = Given.Account();
        await NewStore().RegisterAsync(account, Given.Origin(), CancellationToken.None);
        RequestOrigin first = Given.Origin(),
            second = Given.Origin();

        var taken = await NewStore().RefuseTakenAsync(account.Email, first, CancellationToken.None);
        var free = await NewStore().RefuseTakenAsync(Given.Email(), second, CancellationToken.None);

        Assert.That((taken, free), Is.EqualTo((true, false)));
        Assert.That((await AuditOfAsync(first.RequestId)).Single().Outcome, Is.EqualTo(AuditOutcome.EmailTaken));
        Assert.That(await AuditOfAsync(second.RequestId), Is.Empty);
    }

    [Test]
    public async Task A_store_that_refused_an_address_takes_another()
    {
        var account = Given.Account();
        await NewStore().RegisterAsync(account, Given.Origin(), CancellationToken.None);
        var store = NewStore();
        await store.RegisterAsync(Given.Account(account.Email), Given.Origin(), CancellationToken.None);

        var stored = await store.RegisterAsync(Given.Account(), Given.Origin(), CancellationToken.None);

        Assert.That(stored.Failure, Is.Null);
    }

    [Test]
    public async Task Of_many_who_want_one_address_at_once_one_gets_it()
    {
        var email = Given.Email();

        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(_ =>
                    Task.Run(() =>
                        NewStore().RegisterAsync(Given.Account(email), Given.Origin(), CancellationToken.None)
                    )
                )
        );

        Assert.That(results.Count(result => result.Failure is null), Is.EqualTo(1));
        Assert.That(
            results.Where(result => result.Failure is not null).Select(result => result.Failure),
            Is.All.EqualTo(AccountFailures.EmailTaken)
        );
    }

    [Test]
    public async Task Addresses_that_merely_look_alike_are_two()
    {
        var email = Given.Email();
        var other = Given.Email(email.Value.Replace("person-", "person.", StringComparison.Ordinal));
        await NewStore().RegisterAsync(Given.Account(email), Given.Origin(), CancellationToken.None);

        var stored = await NewStore().RegisterAsync(Given.Account(other), Given.Origin(), CancellationToken.None);

        Assert.That(stored.Failure, Is.Null);
    }

    [Test]
    public async Task A_role_that_does_not_exist_makes_no_account()
    {
        var account = Given.Account(roles: "nobody-made-this-role");

        Assert.That(
            () => NewStore().RegisterAsync(account, Given.Origin(), CancellationToken.None),
            Throws.InstanceOf<InvalidOperationException>()
        );
        Assert.That(await NewStore().FindAsync(account.Id, CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task Both_outcomes_are_audited_and_the_refusal_names_nobody()
    {
        var account = Given.Account();
        RequestOrigin first = Given.Origin(),
            second = Given.Origin();

        await NewStore().RegisterAsync(account, first, CancellationToken.None);
        await NewStore().RegisterAsync(Given.Account(account.Email), second, CancellationToken.None);

        Assert.That(
            await AuditOfAsync(first.RequestId),
            Is.EqualTo([
                new AuditFact(AuditAction.Register, AuditOutcome.Succeeded, account.Id, account.Id, first.RequestId),
            ])
        );
        Assert.That(
            await AuditOfAsync(second.RequestId),
            Is.EqualTo([new AuditFact(AuditAction.Register, AuditOutcome.EmailTaken, null, null, second.RequestId)])
        );
    }

    [Test]
    public async Task A_request_from_nowhere_with_nothing_to_say_is_stored_too()
    {
        var origin = Given.Origin(address: null) with { UserAgent = null };

        var stored = await NewStore().RegisterAsync(Given.Account(), origin, CancellationToken.None);

        Assert.That(stored.Failure, Is.Null);
        Assert.That(await AuditOfAsync(origin.RequestId), Has.Count.EqualTo(1));
    }
}
