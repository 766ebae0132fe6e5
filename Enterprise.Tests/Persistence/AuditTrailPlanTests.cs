using System.Globalization;
using System.Text;
using Enterprise.Application.Audit;
using Enterprise.Application.Lists;
using Enterprise.Persistence.Audit;
using Enterprise.Persistence.Database;
using Enterprise.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Enterprise.Tests.Persistence;

/// <summary>On a trail of some size over several months each question goes through an index of its own and stops when the page is full.</summary>
internal sealed class AuditTrailPlanTests
{
    private const int Entries = 60_000;

    private static readonly Guid Actor = Guid.Parse("00000000-0000-4000-8000-000000000007");
    private static readonly Guid BusyActor = Guid.Parse("00000000-0000-4000-8000-000000000000");
    private static readonly Guid Subject = Guid.Parse("00000000-0000-4000-8000-000000000009");

    private static readonly TestCaseData[] Questions =
    [
        new TestCaseData(Of(), "pk|_pkey").SetArgDisplayNames("all"),
        new TestCaseData(Of() with { Actor = Actor }, "actor_id").SetArgDisplayNames("actor"),
        new TestCaseData(Of() with { Actor = BusyActor }, "actor_id|pk|_pkey").SetArgDisplayNames("busy actor"),
        new TestCaseData(Of() with { Subject = Subject }, "subject_id").SetArgDisplayNames("subject"),
        new TestCaseData(Of() with { Action = "tests.rare" }, "action").SetArgDisplayNames("rare action"),
        new TestCaseData(Of() with { Action = "tests.common" }, "action|pk|_pkey").SetArgDisplayNames("common action"),
        new TestCaseData(Of() with { From = Now(-41), To = Now(-39) }, "pk|_pkey").SetArgDisplayNames("two days"),
        new TestCaseData(Of() with { Actor = Actor, From = Now(-60) }, "actor_id").SetArgDisplayNames("actor since"),
        new TestCaseData(Of() with { Actor = Actor, Action = "tests.rare" }, "actor_id|action").SetArgDisplayNames(
            "actor and action"
        ),
    ];

    private TestDatabase database = null!;

    /// <summary>
    /// From four months ago to beyond the last part that is made ahead, ten at each moment; a thousand actors and subjects, one of whom
    /// does a third of all.
    /// </summary>
    [OneTimeSetUp]
    public async Task FillAsync()
    {
        database = await TestDatabase.CreateAsync();
        await database.ReadAsync<object>(
            $"""
            INSERT INTO audit_entries (id, at, action, outcome, actor_id, subject_id, request_id)
            SELECT gen_random_uuid(), now() + (n / 10 * 10 - {Entries} / 2) * interval '8 months' / {Entries},
                CASE WHEN n % 2000 = 0 THEN 'tests.rare' ELSE 'tests.common' END, 'succeeded',
                ('00000000-0000-4000-8000-' || lpad((CASE WHEN n % 3 = 0 THEN 0 ELSE n % 1000 END)::text, 12, '0'))::uuid,
                ('00000000-0000-4000-8000-' || lpad((n * 7 % 1000)::text, 12, '0'))::uuid, 'r'
            FROM generate_series(1, {Entries}) n
            """
        );
        await database.ReadAsync<object>("ANALYZE audit_entries");
    }

    [OneTimeTearDown]
    public async Task DropAsync() => await database.DisposeAsync();

    [TestCaseSource(nameof(Questions))]
    public async Task A_question_goes_through_its_index(AuditSearch question, string index)
    {
        foreach (var after in (Position?[])[null, PositionAt(-40)])
        {
            var plan = await ExplainAsync(question with { After = after });

            Assert.That(plan, Does.Not.Contain("Seq Scan"), plan);
            Assert.That(plan, Does.Match($@"Index Scan.* (using|on) \S*({index})"), plan);
            Assert.That(plan, Does.Not.Match($@"Index Scan( Backward)? (using|on) (?!\S*({index}))"), plan);
        }
    }

    [Test]
    public async Task Of_who_does_most_no_more_is_read_than_is_shown()
    {
        foreach (var after in (Position?[])[null, PositionAt(-40)])
        {
            var plan = await ExplainAsync(Of() with { Actor = BusyActor, After = after });

            Assert.That(plan, Does.Not.Contain("->  Sort").And.Not.Contain("Bitmap"), plan);
        }
    }

    [Test]
    public async Task A_part_that_is_newer_than_the_cursor_is_not_looked_at()
    {
        var plan = await ExplainAsync(Of() with { After = PositionAt(-80) });

        Assert.That(plan, Does.Contain("audit_entries_first").And.Not.Match("audit_entries_20"), plan);
    }

    [Test]
    public async Task Entries_of_one_moment_are_not_lost_between_pages()
    {
        await using var services = TestDatabase.Compose(database.ConnectionString);
        var trail = new AuditTrail(
            services.GetRequiredService<NpgsqlDataSource>(),
            services.GetRequiredService<DatabaseGate>()
        );
        var search = Of() with { From = Now(-2), To = Now(2), Size = 7 };

        HashSet<Guid> seen = [];
        var count = 0;
        do
        {
            var slice = await trail.ReadAsync(search, default);
            Assert.That(slice.Items.Count(entry => seen.Add(entry.Id)), Is.EqualTo(slice.Items.Count));
            count += slice.Items.Count;
            search = search with { After = slice.Last };
        } while (search.After is not null);

        Assert.That(
            count,
            Is.EqualTo(
                await database.ReadAsync<long>(
                    "SELECT count(*) FROM audit_entries WHERE at >= $1 AND at < $2",
                    search.From!.Value,
                    search.To!.Value
                )
            )
        );
        Assert.That(count, Is.GreaterThan(500));
    }

    /// <summary>The plan as the server makes it for this question.</summary>
    private async Task<string> ExplainAsync(AuditSearch search)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            $"{AuditTrailSql.PlanForTheQuestion}; PREPARE page AS {AuditTrailSql.Of(search)}; EXPLAIN EXECUTE page ({Values(search)})",
            connection
        );
        await using var reader = await command.ExecuteReaderAsync();
        await reader.NextResultAsync();
        var plan = new StringBuilder();
        while (await reader.ReadAsync())
            plan.AppendLine(reader.GetString(0));
        return plan.ToString();
    }

    private static string Values(AuditSearch search) =>
        string.Join(
            ", ",
            (
                (object?[])
                    [
                        search.Actor,
                        search.Subject,
                        search.Action,
                        search.From?.ToString("O"),
                        search.To?.ToString("O"),
                        search.After is { } after ? TimeOf(after).ToString("O") : null,
                        search.After?.Id,
                        search.Size + 1,
                    ]
            )
                .Where(value => value is not null)
                .Select(value => $"'{value}'")
        );

    private static Position PositionAt(int days) => new($"{Now(days).UtcTicks}", Actor);

    private static DateTimeOffset TimeOf(Position position) =>
        new(long.Parse(position.Key, CultureInfo.InvariantCulture), TimeSpan.Zero);

    private static AuditSearch Of() => new(null, null, null, null, null, 20, null);

    private static DateTimeOffset Now(int days) => TimeProvider.System.GetUtcNow().AddDays(days);
}
