using Enterprise.Persistence.Sessions;
using Enterprise.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Enterprise.Tests.Persistence;

internal sealed class CleanUpTests : ApiFixture
{
    [Test]
    public async Task What_has_ended_goes_and_what_may_be_needed_stays()
    {
        var sessions = await new SessionForge(Database).NewAsync(6);
        await SetAsync(sessions[0], "idle_expires_at = now() - interval '1 second'");
        await SetAsync(sessions[1], "absolute_expires_at = now() - interval '1 second'");
        await SetAsync(sessions[2], "revoked_at = now() - interval '24 hours 1 second'");
        await SetAsync(sessions[3], "revoked_at = now() - interval '23 hours'");
        await SetAsync(sessions[4], "idle_expires_at = now() + interval '1 minute'");

        await RunAsync(Host);

        Assert.That(await ExistAsync(sessions), Is.EqualTo([false, false, false, true, true, true]));
        Assert.That((await Client.RefreshAsync(sessions[4].Token)).Status, Is.EqualTo(200));
        Assert.That((await Client.RefreshAsync(sessions[0].Token)).Status, Is.EqualTo(401));
        Assert.That((await Client.LogoutAsync(sessions[2].Token)).Status, Is.EqualTo(204), "Ended before.");
    }

    [Test]
    public async Task Counters_and_revocations_go_when_they_mean_nothing_any_more()
    {
        await Database.ReadAsync<object>(
            """
            WITH revoked AS (
                INSERT INTO revocations (session_id, expires_at)
                VALUES (gen_random_uuid(), now() - interval '1 second'), (gen_random_uuid(), now() + interval '1 hour')
            ), attempts AS (
                INSERT INTO login_attempts VALUES ('\x01', 3, now() - interval '1 second', NULL), ('\x02', 3, now() + interval '1 hour', NULL),
                    ('\x03', 0, now() - interval '1 second', now() + interval '1 hour')
            ) INSERT INTO credential_allowances
              VALUES ('\x01', now() - interval '1 second', NULL), ('\x02', now() + interval '1 hour', now())
            """
        );

        await RunAsync(Host);

        foreach (
            var (table, condition) in ((string, string)[])
                [
                    ("revocations", "expires_at < now()"),
                    ("login_attempts", "forgotten_at < now() AND (known_until < now()) IS NOT FALSE"),
                    ("credential_allowances", "ahead_until < now()"),
                ]
        )
        {
            Assert.That(await CountAsync(table, condition), Is.Zero, table);
            Assert.That(await CountAsync(table, $"NOT ({condition})"), Is.Positive, table);
        }
    }

    [Test]
    public async Task Several_instances_at_once_delete_each_row_once_and_wait_for_nobody()
    {
        var sessions = await new SessionForge(Database).NewAsync(5000);
        await Database.ReadAsync<object>(
            "UPDATE sessions SET absolute_expires_at = now() - interval '1 second' WHERE id = ANY ($1)",
            sessions.Select(session => session.Id).ToArray()
        );
        await using var connection = new NpgsqlConnection(Database.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("SELECT id FROM sessions WHERE id = $1 FOR UPDATE", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = sessions[0].Id });
        await command.ExecuteScalarAsync();

        var gone = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => RunAsync(Host))));

        Assert.That(gone.Sum(), Is.EqualTo(4999), "Each once, and what somebody holds not at all.");
        await transaction.RollbackAsync();
        Assert.That(await RunAsync(Host), Is.EqualTo(1), "The next time.");
    }

    [Test]
    public async Task It_runs_by_itself()
    {
        await using var host = new ApiHost(
            Database.ConnectionString,
            ("CleanUp:Minutes", "1"),
            // Short enough not to be hastened.
            ("Db:CommandSeconds", "2"),
            ("Db:WaitMilliseconds", "2000"),
            ("Db:ProbeMilliseconds", "2000")
        )
        {
            Replace = services => services.AddSingleton<TimeProvider>(new HastyClock()),
        };
        using var client = host.CreateClient();
        var session = await new SessionForge(Database).NewAsync();
        await SetAsync(session, "absolute_expires_at = now() - interval '1 second'");

        var isThere = await Eventually.Async(async () => (await ExistAsync([session]))[0], isThere => !isThere);

        Assert.That(isThere, Is.False);
    }

    private static Task<int> RunAsync(ApiHost host) => host.Services.GetRequiredService<CleanUp>().RunAsync(default);

    private Task<object?> SetAsync(ForgedSession session, string change) =>
        Database.ReadAsync<object>($"UPDATE sessions SET {change} WHERE id = $1", session.Id);

    private async Task<bool[]> ExistAsync(ForgedSession[] sessions)
    {
        List<bool> found = [];
        foreach (var session in sessions)
            found.Add(await CountAsync("sessions", $"id = '{session.Id}'") == 1);
        return [.. found];
    }

    private Task<long> CountAsync(string table, string condition) =>
        Database.ReadAsync<long>($"SELECT count(*) FROM {table} WHERE {condition}");

    /// <summary>Timers that ring a thousand times as early, but for the short ones.</summary>
    private sealed class HastyClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.FromSeconds(10) ? dueTime / 1000 : dueTime, period);
    }
}
