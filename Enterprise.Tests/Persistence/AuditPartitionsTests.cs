using System.Globalization;
using Enterprise.Persistence.Audit;
using Enterprise.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Persistence;

/// <summary>The parts of the trail, made by the program's role, which may make no tables itself.</summary>
[NonParallelizable]
internal sealed class AuditPartitionsTests : ApiFixture
{
    private DateTime thisMonth;

    [SetUp]
    public async Task ReadMonthAsync() =>
        thisMonth = await Database.ReadAsync<DateTime>("SELECT date_trunc('month', now() AT TIME ZONE 'UTC')");

    [Test]
    public async Task The_next_three_months_are_there_after_apply()
    {
        foreach (var ahead in (int[])[1, 2, 3])
            Assert.That(await ExistsAsync(NameOf(ahead)), Is.True, NameOf(ahead));
        Assert.That(await ExistsAsync(NameOf(4)), Is.False);
    }

    [TestCase(-24, "audit_entries_first")]
    [TestCase(0, "audit_entries_first")]
    [TestCase(1, null)]
    [TestCase(2, null)]
    [TestCase(3, null)]
    [TestCase(4, "audit_entries_default")]
    public async Task An_entry_is_in_the_part_of_its_month_from_its_first_moment_to_its_last(int ahead, string? part)
    {
        var start = thisMonth.AddMonths(ahead);
        foreach (var at in (DateTime[])[start, start.AddMonths(1).AddMicroseconds(-1)])
        {
            var found = await Database.ReadAsync<string>(
                """
                INSERT INTO audit_entries (id, at, action, outcome, request_id)
                VALUES (gen_random_uuid(), $1, 'tests', 'succeeded', 'r') RETURNING tableoid::regclass::text
                """,
                DateTime.SpecifyKind(at, DateTimeKind.Utc)
            );
            Assert.That(found, Is.EqualTo(part ?? NameOf(ahead)), at.ToString("O", CultureInfo.InvariantCulture));
        }
    }

    [Test]
    public async Task Missing_parts_are_made_once_by_however_many_and_look_like_the_others()
    {
        await DropAsync();

        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => MakeAsync(Host))));

        Assert.That(made.Sum(), Is.EqualTo(3));
        await The_next_three_months_are_there_after_apply();
        Assert.That(await MakeAsync(Host), Is.Zero);
        Assert.That(
            await Database.ReadAsync<long>(
                "SELECT count(*) FROM pg_indexes WHERE tablename = $1 AND schemaname = 'public'",
                NameOf(3)
            ),
            Is.EqualTo(4),
            "The key and one for each filter."
        );
        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() =>
            Database.ReadAsync<object>($"TRUNCATE {NameOf(3)}")
        );
        Assert.That(refused!.MessageText, Is.EqualTo("The audit trail is append-only."));
    }

    [Test]
    public async Task The_program_makes_them_by_itself()
    {
        await DropAsync();

        await using var host = new ApiHost(Database.ConnectionString);
        using var client = host.CreateClient();

        Assert.That(await Eventually.Async(() => ExistsAsync(NameOf(3)), isThere => isThere), Is.True);
    }

    [Test]
    public async Task A_database_that_is_not_migrated_yet_is_no_reason_to_stop()
    {
        await using var empty = await TestDatabase.CreateEmptyAsync();
        await using var host = new ApiHost(empty.ConnectionString);
        using var client = host.CreateClient();

        var told = await Eventually.Async(
            () =>
                Task.FromResult(
                    host.Logs.Lines.Count(line => line.Contains("were not made", StringComparison.Ordinal))
                ),
            count => count > 0
        );

        Assert.That(told, Is.EqualTo(1));
        Assert.That((await client.SendAsync(HttpMethod.Get, "/health")).Status, Is.EqualTo(200));
    }

    private static Task<int> MakeAsync(ApiHost host) =>
        host.Services.GetRequiredService<AuditPartitions>().MakeAsync(default);

    private string NameOf(int ahead) =>
        $"audit_entries_{thisMonth.AddMonths(ahead).ToString("yyyy_MM", CultureInfo.InvariantCulture)}";

    private Task<bool> ExistsAsync(string part) => Database.ReadAsync<bool>("SELECT to_regclass($1) IS NOT NULL", part);

    private async Task DropAsync()
    {
        foreach (var ahead in (int[])[1, 2, 3])
            await Database.ReadAsync<object>($"DROP TABLE IF EXISTS {NameOf(ahead)}");
    }
}
