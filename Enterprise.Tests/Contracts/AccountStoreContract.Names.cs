using Enterprise.Application;
using Enterprise.Application.Accounts;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Common;
using Enterprise.Domain.Roles;
using Enterprise.Tests.Support;
using Enterprise.Tests.Support.InMemory;

namespace Enterprise.Tests.Contracts;

/// <summary>Changing a name.</summary>
public abstract partial class AccountStoreContract
{
    private const int AtOnce = 16;

    [Test]
    public async Task A_name_changes_where_the_account_is_as_it_was_read()
    {
        var before = await GivenStoredAsync(name: "Ada", BuiltInRoles.User, BuiltInRoles.Admin);

        var changed = Value(await ChangeNameAsync(before.Id, "Ada King", IfMatch.OneOf(["another", before.Tag])));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((changed.Id, changed.Email, changed.Name), Is.EqualTo((before.Id, before.Email, "Ada King")));
            Assert.That(changed.Roles, Is.EqualTo(before.Roles).And.Length.EqualTo(2));
            Assert.That(changed.Permissions, Is.EqualTo(before.Permissions).And.Not.Empty);
            Assert.That(changed.CreatedAt, Is.EqualTo(before.CreatedAt));
            Assert.That(changed.Tag, Is.Not.EqualTo(before.Tag));
        }
        Assert.That((await FindAsync(before.Id)).Tag, Is.EqualTo(changed.Tag));
    }

    [Test]
    public async Task A_tag_stays_while_nothing_changes_and_no_two_accounts_share_one()
    {
        AccountDetails first = await GivenStoredAsync(),
            second = await GivenStoredAsync();

        Assert.That((await FindAsync(first.Id)).Tag, Is.EqualTo(first.Tag).And.Not.Empty);
        Assert.That(second.Tag, Is.Not.EqualTo(first.Tag));
    }

    [Test]
    public async Task The_same_name_again_is_a_change_too()
    {
        var before = await GivenStoredAsync(name: "Ada");

        Assert.That(
            Value(await ChangeNameAsync(before.Id, "Ada", IfMatch.Any)).Tag,
            Is.Not.EqualTo(before.Tag),
            "Else a client could not tell whether its change was made."
        );
    }

    [Test]
    public async Task A_name_stays_where_the_account_is_no_longer_as_it_was_read()
    {
        var before = await GivenStoredAsync(name: "Ada");
        var between = Value(await ChangeNameAsync(before.Id, "Ada King", IfMatch.Any));
        var origin = Given.Origin();

        foreach (var stale in new[] { IfMatch.OneOf([before.Tag]), IfMatch.OneOf([]), default })
            Assert.That(
                (await ChangeNameAsync(before.Id, "Augusta", stale, origin)).Failure,
                Is.EqualTo(RequestFailures.PreconditionFailed)
            );

        var after = await FindAsync(before.Id);
        Assert.That((after.Name, after.Tag), Is.EqualTo(("Ada King", between.Tag)));
        Assert.That(await AuditOfAsync(origin.RequestId), Is.Empty);
    }

    [Test]
    public async Task The_name_of_an_account_that_is_gone_does_not_change()
    {
        var account = await GivenStoredAsync();
        await DeleteAsync(account.Id);
        var origin = Given.Origin();

        Assert.That(
            (await ChangeNameAsync(account.Id, "Ada", IfMatch.Any, origin)).Failure,
            Is.EqualTo(AccountFailures.Gone)
        );
        Assert.That(await AuditOfAsync(origin.RequestId), Is.Empty);
    }

    [Test]
    public async Task Of_many_who_change_what_they_read_at_once_one_does()
    {
        for (var round = 0; round < 10; round++)
        {
            var before = await GivenStoredAsync();

            var results = await Task.WhenAll(
                Enumerable
                    .Range(0, AtOnce)
                    .Select(i => Task.Run(() => ChangeNameAsync(before.Id, $"Ada {i}", IfMatch.OneOf([before.Tag]))))
            );

            var made = results.Single(result => result.Failure is null);
            Assert.That(
                results.Select(result => result.Failure).OfType<Failure>(),
                Is.All.EqualTo(RequestFailures.PreconditionFailed)
            );
            Assert.That((await FindAsync(before.Id)).Name, Is.EqualTo(Value(made).Name));
        }
    }

    [Test]
    public async Task A_change_of_name_is_audited_with_its_owner()
    {
        var account = await GivenStoredAsync();
        var origin = Given.Origin();

        await ChangeNameAsync(account.Id, "Ada", IfMatch.Any, origin);

        Assert.That(
            await AuditOfAsync(origin.RequestId),
            Is.EqualTo([
                new AuditFact(AuditAction.ChangeName, AuditOutcome.Succeeded, account.Id, account.Id, origin.RequestId),
            ])
        );
    }

    [Test]
    public async Task A_change_of_name_says_what_changed()
    {
        var account = await GivenStoredAsync();
        foreach (var name in (string[])["Ada", "Ada", "Ada \"King\" 😀"])
            await ChangeNameAsync(account.Id, name, IfMatch.Any);

        Assert.That(
            await NewTrail().ChangesAsync(null, account.Id, 3),
            Is.EqualTo([
                Changed.Text(Changed.Of(("name", null, "Ada"))),
                "nothing",
                Changed.Text(Changed.Of(("name", "Ada", "Ada \"King\" 😀"))),
            ])
        );
    }

    private async Task<AccountDetails> GivenStoredAsync(string? name = null, params string[] roles)
    {
        var account = Given.Account(name: name, roles: roles);
        var stored = await NewStore().RegisterAsync(account, Given.Origin(), CancellationToken.None);
        Assert.That(stored.Failure, Is.Null);
        return await FindAsync(account.Id);
    }

    private async Task<AccountDetails> FindAsync(Guid userId) =>
        (await NewStore().FindAsync(userId, CancellationToken.None))!;

    private Task<Result<AccountDetails>> ChangeNameAsync(
        Guid userId,
        string name,
        IfMatch ifMatch,
        RequestOrigin? origin = null
    ) =>
        PersonName.TryParse(name, out var person)
            ? NewStore().ChangeNameAsync(userId, person, ifMatch, origin ?? Given.Origin(), CancellationToken.None)
            : throw new AssertionException($"{name} is no name.");

    private static T Value<T>(Result<T> result) =>
        result.TryGet(out var value, out var failure) ? value : throw new AssertionException(failure.Code);
}
