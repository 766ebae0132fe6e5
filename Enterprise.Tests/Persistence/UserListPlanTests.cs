using System.Text.Json;
using Enterprise.Application.Lists;
using Enterprise.Application.Users;
using Enterprise.Domain.Roles;
using Enterprise.Domain.Users;
using Enterprise.Persistence.Users;
using Enterprise.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace Enterprise.Tests.Persistence;

/// <summary>How PostgreSQL finds a page of many people: by which indexes. The statements are those that the program sends.</summary>
internal sealed class UserListPlanTests
{
    private const int Count = 50_000;

    private const string Rare = "featherstonehaugh";
    private const string Common = "example";

    private TestDatabase database = null!;

    /// <summary>Three have the rare term in their name, three hold the role admin, fifty are locked.</summary>
    [OneTimeSetUp]
    public async Task PopulateAsync()
    {
        database = await TestDatabase.CreateAsync();
        await RunAsync(
            $"""
            SET session_replication_role = replica;
            WITH people AS (
                INSERT INTO users (id, email, normalized_email, user_name, normalized_user_name, name, password_hash, security_stamp,
                    concurrency_stamp, created_at, updated_at, locked_at, email_confirmed, two_factor_enabled)
                SELECT (lpad(to_hex(n), 8, '0') || '-0000-7000-8000-000000000000')::uuid, e, upper(e), e, upper(e),
                    CASE WHEN n % 20000 = 7 THEN '王偉 Ada Featherstonehaugh' ELSE 'Person ' || h END, repeat(md5(e), 7), md5(e), md5(e),
                    now(), now(), CASE WHEN n % 1000 = 7 THEN now() END, false, false
                FROM (SELECT n, h, h || '-' || n || '@example.com' AS e
                      FROM (SELECT n, hashint4(n) & 65535 AS h FROM generate_series(1, {Count}) n) mixed) wanted
                RETURNING id
            )
            INSERT INTO user_roles (user_id, role_id)
            SELECT people.id, roles.id FROM people, roles WHERE normalized_name = 'USER'
            UNION ALL
            SELECT people.id, roles.id FROM (SELECT id FROM people ORDER BY id LIMIT 3) people, roles
            WHERE normalized_name = 'ADMIN';
            RESET session_replication_role;
            """
        );
        await RunAsync("VACUUM (ANALYZE) users, user_roles, roles");
    }

    [OneTimeTearDown]
    public async Task DropAsync() => await database.DisposeAsync();

    [TestCase("created_at", "pk_users")]
    [TestCase("email", "ux_users_normalized_email")]
    [TestCase("name", "ix_users_name")]
    public async Task A_page_is_walked_to_in_the_index_of_its_order(string sort, string index)
    {
        foreach (var direction in new[] { "", "-" })
        {
            var search = Search(direction + sort);
            var last = new Position("50", Guid.Parse("00006000-0000-7000-8000-000000000000"));

            var first = await PlanAsync(search);
            var next = await PlanAsync(search with { After = last });
            var active = await PlanAsync(search with { Status = UserStatus.Active });

            AssertIs(first.Page, index, first);
            AssertIs(next.All, index, next);
            AssertIs(active.Page, index, active);
            Assert.That(next.Conditions, Is.Not.Empty, "It begins where the page before ended.");
        }
    }

    [Test]
    public async Task A_rare_term_is_looked_up_whatever_the_order(
        [Values("created_at", "email", "-name")] string sort,
        [Values(Rare, "nobody-has-this")] string term,
        [Values(null, UserStatus.Active)] UserStatus? status
    )
    {
        var plan = await PlanAsync(Search(sort) with { Text = term, Status = status });

        AssertIs(plan.All, "ix_users_search", plan);
    }

    // Of three people, of nobody; in one letter and in two.
    [TestCase("created_at", "王")]
    [TestCase("email", "王偉")]
    [TestCase("-name", "qx")]
    public async Task A_rare_term_too_short_for_a_trigram_is_looked_up_as_well(string sort, string term)
    {
        var plan = await PlanAsync(Search(sort) with { Text = term });

        AssertIs(plan.All, "ix_users_short", plan);
    }

    [TestCase("created_at", "pk_users")]
    [TestCase("email", "ux_users_normalized_email")]
    [TestCase("-name", "ix_users_name")]
    public async Task A_letter_that_everybody_has_is_walked_through_until_the_page_is_full(string sort, string index)
    {
        var plan = await PlanAsync(Search(sort) with { Text = "e" });

        AssertIs(plan.Page, index, plan);
    }

    [TestCase("created_at", "pk_users")]
    [TestCase("email", "ux_users_normalized_email")]
    [TestCase("-name", "ix_users_name")]
    public async Task A_term_that_everybody_has_is_walked_through_until_the_page_is_full(string sort, string index)
    {
        var plan = await PlanAsync(Search(sort) with { Text = Common });

        AssertIs(plan.Page, index, plan);
        Assert.That(plan.All.Select(node => node.Index), Has.None.EqualTo("ix_users_search"), plan.Text);
    }

    [TestCase("created_at")]
    [TestCase("email")]
    [TestCase("-name")]
    public async Task The_few_who_hold_a_role_are_looked_up_whatever_else_is_asked(string sort)
    {
        var search = Search(sort) with { Role = Role("admin") };

        foreach (var asked in new[] { search, search with { Text = Common } })
        {
            var plan = await PlanAsync(asked);
            AssertIs(plan.All, "ix_user_roles_role_id", plan);
        }
    }

    [TestCase("created_at", "pk_users")]
    [TestCase("email", "ux_users_normalized_email")]
    [TestCase("-name", "ix_users_name")]
    public async Task A_role_that_everybody_holds_does_not_make_a_page_longer(string sort, string index)
    {
        var plan = await PlanAsync(Search(sort) with { Role = Role("user") });

        AssertIs(plan.Page, sort == "created_at" ? "ix_user_roles_role_id" : index, plan);
    }

    [TestCase("created_at")]
    [TestCase("email")]
    [TestCase("-name")]
    public async Task The_few_who_are_locked_are_looked_up(string sort)
    {
        var plan = await PlanAsync(Search(sort) with { Status = UserStatus.Locked });

        AssertIs(plan.All, "ix_users_locked", plan);
    }

    private static void AssertIs(IReadOnlyList<Node> nodes, string index, Plan plan) =>
        Assert.Multiple(() =>
        {
            Assert.That(nodes.Select(node => node.Index), Has.Some.EqualTo(index), plan.Text);
            Assert.That(nodes.Where(node => node.IsScan), Is.Empty, plan.Text);
        });

    private static UserSearch Search(string sort)
    {
        Assert.That(UserSort.TryParse(sort, out var parsed), Is.True);
        return new UserSearch(null, null, null, parsed, 20, 0, null);
    }

    private static RoleName Role(string name)
    {
        Assert.That(RoleName.TryParse(name, out var role), Is.True);
        return role!;
    }

    private async Task<Plan> PlanAsync(UserSearch search)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(UserListSql.PlanForTheSearch));
        var explain = new NpgsqlBatchCommand($"EXPLAIN (FORMAT JSON) {UserListSql.Of(search)}");
        UserListReading.Bind(explain.Parameters, search, new UpperInvariantLookupNormalizer());
        batch.BatchCommands.Add(explain);
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        await reader.ReadAsync();
        return new Plan(reader.GetString(0));
    }

    private async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }

    private sealed record Node(string? Index, bool IsScan, bool IsCount, string? Condition);

    /// <summary>The nodes of a plan. What counts those who match may read people one after the other, since it soon stops.</summary>
    private sealed class Plan
    {
        private readonly List<Node> nodes = [];

        public Plan(string text)
        {
            Text = text;
            using var json = JsonDocument.Parse(text);
            Read(json.RootElement[0].GetProperty("Plan"), isCount: false);
        }

        public string Text { get; }

        public IReadOnlyList<Node> All => nodes;

        public IReadOnlyList<Node> Page => [.. nodes.Where(node => !node.IsCount)];

        public IEnumerable<string> Conditions => Page.Select(node => node.Condition).OfType<string>();

        private void Read(JsonElement node, bool isCount)
        {
            isCount |= Get(node, "Parent Relationship") == "InitPlan";
            nodes.Add(
                new Node(
                    Get(node, "Index Name"),
                    Get(node, "Node Type") == "Seq Scan" && Get(node, "Relation Name") is "users" or "user_roles",
                    isCount,
                    Get(node, "Index Cond")
                )
            );
            if (node.TryGetProperty("Plans", out var parts))
                foreach (var part in parts.EnumerateArray())
                    Read(part, isCount);
        }

        private static string? Get(JsonElement node, string name) =>
            node.TryGetProperty(name, out var value) ? value.GetString() : null;
    }
}
