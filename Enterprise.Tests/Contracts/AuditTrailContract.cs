using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Accounts;
using Enterprise.Application.Audit;
using Enterprise.Application.Lists;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Roles;

namespace Enterprise.Tests.Contracts;

/// <summary>What every <see cref="IAuditTrail"/> does, on what the other ports have written.</summary>
public abstract class AuditTrailContract
{
    protected abstract IAuditTrail NewTrail();

    /// <summary>Accounts on the same storage.</summary>
    protected abstract IAccountStore NewAccounts();

    /// <summary>Roles on the same storage.</summary>
    protected abstract IRoleCatalogue NewRoles();

    [Test]
    public async Task An_entry_is_read_as_it_was_written()
    {
        var account = Given.Account();
        var origin = Given.Origin();
        await NewAccounts().RegisterAsync(account, origin, CancellationToken.None);

        var entry = (await ReadAsync(Search(actor: account.Id))).Items.Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((entry.Actor, entry.Subject), Is.EqualTo(((Guid?)account.Id, (Guid?)account.Id)));
            Assert.That((entry.Action, entry.Outcome), Is.EqualTo((AuditAction.Register, AuditOutcome.Succeeded)));
            Assert.That(entry.Address, Is.EqualTo(origin.Address!.ToString()));
            Assert.That((entry.UserAgent, entry.RequestId), Is.EqualTo((origin.UserAgent, origin.RequestId)));
            Assert.That(entry.At.Offset, Is.EqualTo(TimeSpan.Zero));
            Assert.That(entry.Id, Is.Not.EqualTo(Guid.Empty));
            Assert.That(entry.Changes, Is.Null);
        }
    }

    [Test]
    public async Task What_nobody_in_particular_did_is_there_too()
    {
        var account = await GivenAsync();
        var origin = new RequestOrigin(null, null, $"r-{Given.NewId():N}");
        await NewAccounts().RefuseTakenAsync(account.Email, origin, CancellationToken.None);

        var entry = (await ReadAsync(Search(action: AuditAction.Register))).Items.First(found =>
            found.RequestId == origin.RequestId
        );

        Assert.That(
            (entry.Outcome, entry.Actor, entry.Subject, entry.Address, entry.UserAgent),
            Is.EqualTo((AuditOutcome.EmailTaken, (Guid?)null, (Guid?)null, (string?)null, (string?)null))
        );
    }

    [Test]
    public async Task Actor_subject_and_action_are_told_apart_and_go_together()
    {
        var admin = await GivenAsync(BuiltInRoles.Admin);
        await RenameAsync(admin);
        var role = await GivenRoleAsync(admin.Id);

        var made = (await ReadAsync(Search(actor: admin.Id, action: AuditAction.CreateRole))).Items.Single();
        var all = await ReadAsync(Search(actor: admin.Id));
        var aboutRole = await ReadAsync(Search(subject: made.Subject));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                all.Items.Select(entry => entry.Action).Order(),
                Is.EqualTo([AuditAction.ChangeName, AuditAction.Register, AuditAction.CreateRole])
            );
            Assert.That(aboutRole.Items.Single().Id, Is.EqualTo(made.Id));
            Assert.That(made.Changes!["name"].To!.Value.GetString(), Is.EqualTo(role));
            Assert.That((await ReadAsync(Search(subject: admin.Id))).Items, Has.Count.EqualTo(2));
            Assert.That((await ReadAsync(Search(actor: made.Subject))).Items, Is.Empty);
            Assert.That((await ReadAsync(Search(actor: Given.NewId()))).Items, Is.Empty);
            Assert.That(
                (await ReadAsync(Search(actor: admin.Id, subject: made.Subject, action: AuditAction.ChangeName))).Items,
                Is.Empty
            );
        }
    }

    [Test]
    public async Task The_first_time_is_within_and_the_last_is_not()
    {
        var account = await GivenAsync();
        var at = (await ReadAsync(Search(actor: account.Id))).Items.Single().At;
        var before = at.AddMicroseconds(-1);
        var after = at.AddMicroseconds(1);

        foreach (
            var (from, to, count) in ((DateTimeOffset?, DateTimeOffset?, int)[])
                [(at, null, 1), (after, null, 0), (null, at, 0), (null, after, 1), (at, after, 1), (before, at, 0)]
        )
            Assert.That(
                (await ReadAsync(Search(actor: account.Id) with { From = from, To = to })).Items,
                Has.Count.EqualTo(count),
                $"from {from:O} to {to:O}"
            );
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(10)]
    [TestCase(100)]
    public async Task Page_by_page_each_entry_comes_once_and_the_newest_first_while_others_are_written(int size)
    {
        var account = await GivenAsync();
        for (var i = 0; i < 9; i++)
            await RenameAsync(account);
        var all = (await ReadAsync(Search(actor: account.Id))).Items;

        List<AuditEntry> walked = [];
        Position? after = null;
        do
        {
            var slice = await ReadAsync(Search(actor: account.Id) with { Size = size, After = after });
            Assert.That(slice.Items, Has.Count.InRange(1, size));
            walked.AddRange(slice.Items);
            after = slice.Last;
            await RenameAsync(account);
        } while (after is not null);

        Assert.That(walked.Select(entry => entry.Id), Is.EqualTo(all.Select(entry => entry.Id)).And.Unique);
        Assert.That(all.Select(entry => (entry.At, entry.Id)), Is.Ordered.Descending);
        Assert.That(all, Has.Count.EqualTo(10));
    }

    private async Task<NewAccount> GivenAsync(params string[] roles)
    {
        var account = Given.Account(roles: roles);
        await NewAccounts().RegisterAsync(account, Given.Origin(), CancellationToken.None);
        return account;
    }

    private async Task RenameAsync(NewAccount account) =>
        await NewAccounts()
            .ChangeNameAsync(
                account.Id,
                PersonName.TryParse("Ada", out var name) ? name : throw new AssertionException("no name"),
                IfMatch.Any,
                Given.Origin(),
                CancellationToken.None
            );

    private async Task<string> GivenRoleAsync(Guid caller)
    {
        var text = $"role-{Given.NewId():N}";
        _ = RoleName.TryParse(text, out var name);
        await NewRoles()
            .CreateAsync(
                new Enterprise.Application.Roles.RoleDefinition(name!, "", []),
                caller,
                Given.Origin(),
                CancellationToken.None
            );
        return text;
    }

    private static AuditSearch Search(Guid? actor = null, Guid? subject = null, string? action = null) =>
        new(actor, subject, action, null, null, 100, null);

    private Task<AuditSlice> ReadAsync(AuditSearch search) => NewTrail().ReadAsync(search, CancellationToken.None);
}
