using Enterprise.Application.Lists;
using Enterprise.Application.Users;
using Enterprise.Domain.Roles;
using Enterprise.Domain.Users;

namespace Enterprise.Tests.Contracts;

/// <summary>Searching, sorting, paging. Each test has a stem of its own in the addresses of its people.</summary>
public abstract partial class UserDirectoryContract
{
    private static readonly UserSort ByEmail = new(UserSortKey.Email, IsDescending: false);

    [Test]
    public async Task A_list_shows_what_is_found_one_by_one()
    {
        var stem = Stem();
        var id = await GivenAsync(Given.Email($"a.{stem}@example.com"), "Ada", BuiltInRoles.User, BuiltInRoles.Admin);

        var slice = await ListAsync(stem);

        var found = (await FindAsync(id))!;
        Assert.That(Shown(found with { Value = slice.Items.Single() }), Is.EqualTo(Shown(found)));
        Assert.That((slice.Last, slice.Total), Is.EqualTo(((Position?)null, new UserTotal(1, IsEstimate: false))));
    }

    [TestCase("Zoë-{0}", "zoë-{0}")]
    [TestCase("Émile {0}", "ÉMILE {0}")]
    [TestCase("Ωραία {0}", "ωραία {0}")]
    [TestCase("Grace {0} Hopper", "{0} h")]
    [TestCase(null, "MIDDLE.{0}")]
    [TestCase(null, "{0}@EXAMPLE.c")]
    public async Task Any_part_of_name_or_address_finds_whatever_its_case(string? name, string term)
    {
        var stem = Stem();
        var id = await GivenAsync(Given.Email($"a.middle.{stem}@example.com"), name?.Replace("{0}", stem));

        var slice = await ListAsync(term.Replace("{0}", stem));

        Assert.That(slice.Items.Select(user => user.Id), Is.EqualTo([id]));
    }

    [TestCase("100%", "1000")]
    [TestCase("a_b", "axb")]
    [TestCase(@"a\b", "ab")]
    [TestCase(@"a\%b", "a%b")]
    public async Task Wildcards_stand_for_themselves(string name, string similar)
    {
        var stem = Stem();
        var id = await GivenAsync(name: $"{name} {stem}");
        await GivenAsync(name: $"{similar} {stem}");

        var slice = await ListAsync($"{name} {stem}");

        Assert.That(slice.Items.Select(user => user.Id), Is.EqualTo([id]));
    }

    [Test]
    public async Task No_term_reaches_from_the_address_into_the_name()
    {
        var stem = Stem();
        await GivenAsync(Given.Email($"a@{stem}.example"), "Ada");

        foreach (var term in new[] { $"{stem}.exampleada", $"{stem}.example ada", $"ada{stem}", stem + "x" })
        {
            var slice = await ListAsync(term);
            Assert.That((slice.Items.Count, slice.Last, slice.Total!.Value.Count), Is.EqualTo((0, (Position?)null, 0)));
        }
    }

    [Test]
    public async Task Filters_and_the_term_hold_together()
    {
        var stem = Stem();
        var (_, role) = await GivenHolderOfAsync(Permissions.AuditRead);
        var plain = await GivenAsync(Given.Email($"a.{stem}@example.com"));
        var holder = await GivenAsync(Given.Email($"b.{stem}@example.com"), null, role, BuiltInRoles.User);
        var locked = await GivenAsync(Given.Email($"c.{stem}@example.com"), null, role);
        await GivenAsync(null, null, role);
        await LockAsync(locked);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await IdsAsync(null, null), Is.EqualTo([plain, holder, locked]));
            Assert.That(await IdsAsync(role, null), Is.EqualTo([holder, locked]));
            Assert.That(await IdsAsync(BuiltInRoles.User, null), Is.EqualTo([plain, holder]));
            Assert.That(await IdsAsync(null, UserStatus.Locked), Is.EqualTo([locked]));
            Assert.That(await IdsAsync(null, UserStatus.Active), Is.EqualTo([plain, holder]));
            Assert.That(await IdsAsync(role, UserStatus.Active), Is.EqualTo([holder]));
            Assert.That(await IdsAsync(BuiltInRoles.User, UserStatus.Locked), Is.Empty);
            Assert.That(await IdsAsync("no-such-role", null), Is.Empty);
        }

        async Task<Guid[]> IdsAsync(string? of, UserStatus? status)
        {
            var slice = await NewDirectory()
                .ListAsync(
                    new UserSearch(stem, of is null ? null : Name(of), status, ByEmail, 10, 0, null),
                    CancellationToken.None
                );
            Assert.That(slice.Total!.Value.Count, Is.EqualTo(slice.Items.Count));
            return [.. slice.Items.Select(user => user.Id)];
        }
    }

    [Test]
    public async Task Every_order_has_two_directions_and_one_place_for_each()
    {
        var stem = Stem();
        // In no order; the names have ties, two spellings of one, and two are missing.
        string?[] names = ["mia", null, "Bea", "bea", "Zed", null, "Bea", "ada"];
        List<(Guid Id, string Email, string Name)> people = [];
        foreach (var (name, letter) in names.Zip("hcafbgde"))
        {
            var email = Given.Email($"{letter}.{stem}@example.com");
            people.Add((await GivenAsync(email, name), email.Value, (name ?? "").ToUpperInvariant()));
        }
        Dictionary<UserSortKey, Guid[]> expected = new()
        {
            [UserSortKey.CreatedAt] = [.. people.Select(person => person.Id).Order()],
            [UserSortKey.Email] =
            [
                .. people.OrderBy(person => person.Email, StringComparer.Ordinal).Select(person => person.Id),
            ],
            [UserSortKey.Name] =
            [
                .. people
                    .OrderBy(person => person.Name, StringComparer.Ordinal)
                    .ThenBy(person => person.Id)
                    .Select(person => person.Id),
            ],
        };

        foreach (var (by, ids) in expected)
        foreach (var size in new[] { 1, 3, 8 })
        {
            Assert.That(await WalkAsync(stem, new UserSort(by, false), size), Is.EqualTo(ids), $"{by} {size}");
            Assert.That(
                await WalkAsync(stem, new UserSort(by, true), size),
                Is.EqualTo(ids.Reverse()),
                $"-{by} {size}"
            );
        }
    }

    [Test]
    public async Task Pages_by_number_show_each_once_and_the_total()
    {
        var stem = Stem();
        var ids = await GivenManyAsync(stem, 7);

        List<Guid> seen = [];
        for (var skip = 0; skip < 9; skip += 3)
        {
            var slice = await ListAsync(stem, size: 3, skip: skip);
            seen.AddRange(slice.Items.Select(user => user.Id));
            Assert.That(slice.Total, Is.EqualTo(new UserTotal(7, IsEstimate: false)));
            Assert.That(slice.Last is null, Is.EqualTo(skip == 6), "There is more until the last page.");
        }

        Assert.That(seen, Is.EqualTo(ids));
        var beyond = await ListAsync(stem, size: 3, skip: 9);
        Assert.That((beyond.Items.Count, beyond.Last, beyond.Total!.Value.Count), Is.EqualTo((0, (Position?)null, 7)));
    }

    [TestCase(UserSortKey.CreatedAt, false)]
    [TestCase(UserSortKey.CreatedAt, true)]
    [TestCase(UserSortKey.Email, true)]
    [TestCase(UserSortKey.Name, false)]
    public async Task Pages_by_position_show_all_who_stay_once_while_others_come_and_go(
        UserSortKey by,
        bool isDescending
    )
    {
        var stem = Stem();
        var (staying, leaving) = (await GivenManyAsync(stem, 9), await GivenManyAsync(stem, 6));
        var number = 0;

        var seen = await WalkAsync(
            stem,
            new UserSort(by, isDescending),
            2,
            async () =>
            {
                if (number < leaving.Length)
                    Value(await DeleteAsync(leaving[number++]));
                await GivenManyAsync(stem, 1);
            },
            most: 60
        );

        Assert.That(seen, Is.Unique);
        Assert.That(staying, Is.SubsetOf(seen));
    }

    [Test]
    public async Task All_people_are_listed_where_nothing_is_asked_for()
    {
        var ids = await GivenManyAsync(Stem(), 3);

        var seen = await WalkAsync(null, new UserSort(UserSortKey.CreatedAt, true), 50);

        Assert.That(ids, Is.SubsetOf(seen));
        Assert.That((await ListAsync(null)).Total!.Value.Count, Is.EqualTo(seen.Count));
    }

    /// <summary>Goes from page to page by position; gives the ids in order.</summary>
    private async Task<List<Guid>> WalkAsync(
        string? text,
        UserSort sort,
        int size,
        Func<Task>? between = null,
        int most = 1000
    )
    {
        List<Guid> seen = [];
        Position? after = null;
        do
        {
            var search = new UserSearch(text, null, null, sort, size, 0, after);
            var slice = await NewDirectory().ListAsync(search, CancellationToken.None);
            Assert.That(slice.Total is null, Is.EqualTo(after is not null), "Counted once.");
            Assert.That(slice.Items, Has.Count.LessThanOrEqualTo(size));
            seen.AddRange(slice.Items.Select(user => user.Id));
            after = slice.Last;
            if (after is not null && between is not null)
                await between();
        } while (after is not null && seen.Count < most);
        return seen;
    }

    private Task<UserSlice> ListAsync(string? text, int size = 20, int skip = 0) =>
        NewDirectory().ListAsync(new UserSearch(text, null, null, ByEmail, size, skip, null), CancellationToken.None);

    /// <summary>So many people whose addresses are in the order that they are made in.</summary>
    private async Task<Guid[]> GivenManyAsync(string stem, int count)
    {
        List<Guid> ids = [];
        for (var i = 0; i < count; i++)
            ids.Add(await GivenAsync(Given.Email($"{i}.{Stem()}.{stem}@example.com"), $"Person {i}"));
        return [.. ids];
    }

    /// <summary>What no other address or name has in it.</summary>
    private static string Stem() => $"x{Given.NewId():N}"[^12..];
}
