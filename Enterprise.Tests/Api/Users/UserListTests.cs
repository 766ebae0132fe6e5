using System.Text.Json;
using Enterprise.Domain.Roles;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Users;

/// <summary>The list of people, as a browser pages through it and as a program does.</summary>
internal sealed class UserListTests : UsersFixture
{
    private const int Count = 47;

    private string token = "";

    [OneTimeSetUp]
    public async Task PopulateAsync()
    {
        token = await NewTokenOfAsync(Permissions.UsersRead);
        await Database.ReadAsync<object>(
            """
            INSERT INTO users (id, email, normalized_email, user_name, normalized_user_name, name, password_hash, security_stamp,
                concurrency_stamp, created_at, updated_at, email_confirmed, two_factor_enabled, locked_at)
            SELECT (lpad(to_hex(n), 8, '0') || '-0000-7000-8000-000000000000')::uuid, e, upper(e), e, upper(e), 'Émile Listed ' || n % 5, 'none', 's', 's', now(),
                now(), false, false, CASE WHEN n % 10 = 0 THEN now() END
            FROM (SELECT n, 'list_' || lpad(n::text, 3, '0') || '%@example.com' AS e FROM generate_series(1, $1) n) wanted
            """,
            Count
        );
    }

    [Test]
    public async Task Pages_by_number_show_everybody_once_with_the_total_and_links()
    {
        List<string> seen = [];
        for (var page = 1; page <= 5; page++)
        {
            var answer = await ListAsync($"q=list_&page={page}&page_size=10");
            seen.AddRange(Emails(answer));

            using (Assert.EnterMultipleScope())
            {
                Assert.That(Number(answer, "page"), Is.EqualTo(page));
                Assert.That(Number(answer, "page_size"), Is.EqualTo(10));
                Assert.That(Number(answer, "total"), Is.EqualTo(Count));
                Assert.That(answer.Json.GetProperty("total_is_estimate").GetBoolean(), Is.False);
                Assert.That(Links(answer), Is.EqualTo(Expected(page)));
            }
        }
        Assert.That(seen, Is.Unique.And.Exactly(Count).Items);
    }

    private static Dictionary<string, string> Expected(int page)
    {
        Dictionary<string, string> links = new() { ["first"] = Url(1) };
        if (page > 1)
            links["prev"] = Url(page - 1);
        if (page < 5)
            links["next"] = Url(page + 1);
        return links;

        static string Url(int number) => $"/v1/users?q=list_&page_size=10&page={number}";
    }

    [Test]
    public async Task A_page_beyond_the_last_is_empty_and_still_knows_the_total()
    {
        var answer = await ListAsync("q=list_&page=9&page_size=10");

        Assert.That(answer.Json.GetProperty("items").GetArrayLength(), Is.Zero);
        Assert.That(Number(answer, "total"), Is.EqualTo(Count));
        Assert.That(answer.Json.GetProperty("next_cursor").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [TestCase("")]
    [TestCase("&sort=created_at")]
    [TestCase("&sort=email")]
    [TestCase("&sort=-email")]
    [TestCase("&sort=name")]
    [TestCase("&sort=-name")]
    [TestCase("&sort=name&status=active")]
    public async Task By_cursor_everybody_is_shown_once_in_the_same_order_as_by_number(string more)
    {
        var expected = Emails(await ListAsync($"q=list_&page_size=100{more}"));

        List<string> seen = [];
        var next = $"/v1/users?q=list_&page_size=7{more}";
        for (var cursor = ""; cursor is not null; )
        {
            var answer = await ListAsync($"q=list_&page_size=7{more}{cursor}");
            seen.AddRange(Emails(answer));
            Assert.That(answer.Json.TryGetProperty("total", out _), Is.EqualTo(cursor.Length == 0));
            Assert.That(answer.Json.TryGetProperty("page", out _), Is.EqualTo(cursor.Length == 0));
            var given = answer.Json.GetProperty("next_cursor").GetString();
            if (cursor.Length > 0)
                Assert.That(
                    Links(answer),
                    given is null
                        ? Is.Empty
                        : Is.EqualTo(new Dictionary<string, string> { ["next"] = $"{next}&cursor={given}" })
                );
            cursor = given is null ? null : $"&cursor={given}";
        }
        Assert.That(seen, Is.EqualTo(expected).And.Not.Empty);
    }

    [Test]
    public async Task Those_who_come_and_go_meanwhile_move_nobody_else()
    {
        var stem = $"walk-{Fresh.Id():N}";
        for (var i = 0; i < 6; i++)
            await NewAccountAsync($"{stem}-{i}@example.com");
        var first = await ListAsync($"q={stem}&page_size=3");
        await NewAccountAsync($"{stem}-late@example.com");
        await Database.ReadAsync<object>("DELETE FROM users WHERE email = $1", Emails(first)[^1]);

        var second = await ListAsync(
            $"q={stem}&page_size=3&cursor={first.Json.GetProperty("next_cursor").GetString()}"
        );

        Assert.That(
            Emails(first).Concat(Emails(second)),
            Is.EqualTo(Enumerable.Range(0, 6).Reverse().Select(i => $"{stem}-{i}@example.com"))
        );
    }

    [TestCase("LIST_001", 1)]
    [TestCase("list_0", Count)]
    [TestCase("t_001%25", 1)]
    [TestCase("%C3%A9mile+listed+3", 9)]
    [TestCase("%C3%89MILE%20LISTED%203", 9)]
    [TestCase("%C3%89", Count)]
    [TestCase("xx", 0)]
    [TestCase("%7E", 0)]
    [TestCase("li%25t", 0)]
    [TestCase("l_st", 0)]
    [TestCase("com%0A", -1)]
    public async Task A_term_is_found_anywhere_and_its_characters_stand_for_themselves(string term, int count)
    {
        var answer = await ListAsync($"q={term}&page_size=100");

        if (count < 0)
            Assert.That(answer.Errors("q"), Is.EqualTo(["invalid_search"]));
        else
            Assert.That(Number(answer, "total"), Is.EqualTo(count), answer.Text);
    }

    [TestCase("%CE%9A%CE%8F%CE%A3", TestName = "Capitals find a letter whose small form depends on its place")]
    [TestCase("o%CC%88dipus", TestName = "A letter in two parts finds one that is stored in one")]
    public async Task Letters_are_found_however_they_are_written(string term)
    {
        var id = (await Forge.NewAsync()).UserId;
        await Database.ReadAsync<object>("UPDATE users SET name = 'Κώστας Ödipus' WHERE id = $1", id);

        var found = (await ListAsync($"q={term}")).Json.GetProperty("items").EnumerateArray();

        Assert.That(found.Select(user => user.GetProperty("id").GetGuid()), Does.Contain(id));
    }

    [Test]
    public async Task Filters_say_who()
    {
        var admin = await NewAdminAsync();

        Assert.That(Number(await ListAsync("q=list_&status=locked"), "total"), Is.EqualTo(4));
        Assert.That(Number(await ListAsync("q=list_&status=active"), "total"), Is.EqualTo(Count - 4));
        Assert.That(
            (await ListAsync("role=admin&sort=email&page_size=100"))
                .Json.GetProperty("items")
                .EnumerateArray()
                .Select(user => user.GetProperty("id").GetGuid()),
            Does.Contain(admin.UserId)
        );
        Assert.That(Number(await ListAsync("role=admin&status=locked"), "total"), Is.Zero);
        Assert.That(Number(await ListAsync("role=no-such-role"), "total"), Is.Zero);
    }

    [TestCase("page=0x10", "page", "malformed")]
    [TestCase("page=", "page", "malformed")]
    [TestCase("page=1&page=1", "page", "malformed")]
    [TestCase("PAGE=1", "PAGE", "malformed")]
    [TestCase("page[]=1", "query", "malformed")]
    [TestCase("limit=5", "limit", "malformed")]
    [TestCase("q=%00", "q", "malformed")]
    [TestCase("q=%ff", "q", "malformed")]
    [TestCase("%ff=1", "query", "malformed")]
    [TestCase("status=Active", "status", "malformed")]
    [TestCase("status=0", "status", "malformed")]
    [TestCase("status=", "status", "malformed")]
    [TestCase("page=0", "page", "out_of_range")]
    [TestCase("page=2147483647", "page", "out_of_range")]
    [TestCase("page=501", "page", "out_of_range")]
    [TestCase("page_size=0", "page_size", "out_of_range")]
    [TestCase("page_size=101", "page_size", "out_of_range")]
    [TestCase("sort=id", "sort", "unknown_sort")]
    [TestCase("sort=--email", "sort", "unknown_sort")]
    [TestCase("role=Admin", "role", "invalid_name")]
    [TestCase("cursor=nonsense", "cursor", "invalid_cursor")]
    public async Task What_cannot_stand_there_is_named(string query, string field, string code)
    {
        var answer = await ListAsync(query);

        AssertIs(answer, 400, code == "malformed" ? "request.malformed" : "request.invalid");
        Assert.That(answer.Errors(field), Does.Contain(code), answer.Text);
    }

    [Test]
    public async Task A_cursor_is_good_for_the_question_that_it_was_given_for_and_for_no_page()
    {
        var cursor = (await ListAsync("q=list_&page_size=5")).Json.GetProperty("next_cursor").GetString()!;
        var changed = cursor[..^1] + (cursor[^1] == 'A' ? 'B' : 'A');

        Assert.That((await ListAsync($"q=list_&page_size=9&cursor={cursor}")).Status, Is.EqualTo(200));
        foreach (
            var other in new[]
            {
                $"cursor={cursor}",
                $"q=list&cursor={cursor}",
                $"q=list_&sort=email&cursor={cursor}",
                $"q=list_&role=user&cursor={cursor}",
                $"q=list_&status=active&cursor={cursor}",
                $"q=list_&cursor={changed}",
                $"q=list_&cursor={new string('A', 5000)}",
            }
        )
            Assert.That((await ListAsync(other)).Errors("cursor"), Is.EqualTo(["invalid_cursor"]), other);
        Assert.That((await ListAsync($"q=list_&page=1&cursor={cursor}")).Errors("page"), Is.EqualTo(["with_cursor"]));
    }

    [Test]
    public async Task A_long_term_is_refused_and_the_longest_is_not()
    {
        Assert.That((await ListAsync($"q={new string('a', 128)}")).Status, Is.EqualTo(200));
        Assert.That((await ListAsync($"q={new string('a', 129)}")).Errors("q"), Is.EqualTo(["invalid_search"]));
    }

    private Task<Answer> ListAsync(string query) => GetAsync($"/v1/users?{query}", token);

    private static List<string> Emails(Answer answer) =>
        [.. answer.Json.GetProperty("items").EnumerateArray().Select(user => user.GetProperty("email").GetString()!)];

    private static int Number(Answer answer, string member) => answer.Json.GetProperty(member).GetInt32();

    private static Dictionary<string, string> Links(Answer answer) =>
        (answer.Header("Link") ?? "")
            .Split(", ", StringSplitOptions.RemoveEmptyEntries)
            .Select(link => link.Split(">; rel=\""))
            .ToDictionary(link => link[1].TrimEnd('"'), link => link[0].TrimStart('<'));
}
