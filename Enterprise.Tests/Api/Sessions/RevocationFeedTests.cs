using Enterprise.Application.Sessions;
using Enterprise.Tests.Support;
using Npgsql;

namespace Enterprise.Tests.Api.Sessions;

/// <summary>How an instance comes to know what was revoked, and for how long.</summary>
internal sealed class RevocationFeedTests : TwoInstances
{
    [Test]
    public async Task What_was_revoked_while_the_feed_was_cut_is_caught_up_on()
    {
        var (session, pair) = await SignedInAsync();
        await using var connection = new NpgsqlConnection(Database.ConnectionString);
        await connection.OpenAsync();
        // In one transaction with what it must not miss, so that nothing can be read in between.
        await using var command = new NpgsqlCommand(
            """
            WITH cut AS MATERIALIZED (
                SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                WHERE datname = current_database() AND query ILIKE '%revocations%' AND pid <> pg_backend_pid()
            ) UPDATE sessions SET revoked_at = now() FROM cut WHERE id = $1
            """,
            connection
        );
        command.Parameters.Add(new NpgsqlParameter { Value = session.Id });
        Assert.That(await command.ExecuteNonQueryAsync(), Is.EqualTo(1));

        await RefusedAsync(pair.Access);
        Assert.That(await Eventually.Async(() => Task.FromResult(Covers(Other, session)), found => found), Is.True);
        await CompleteAsync(Other);
    }

    [Test]
    public async Task A_transaction_that_commits_after_a_later_one_is_not_missed()
    {
        var (slow, slowPair) = await SignedInAsync();
        var (quick, quickPair) = await SignedInAsync();
        await using var connection = new NpgsqlConnection(Database.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("UPDATE sessions SET revoked_at = now() WHERE id = $1", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = slow.Id });
        await command.ExecuteNonQueryAsync();
        await Database.ReadAsync<object>("UPDATE sessions SET revoked_at = now() WHERE id = $1", quick.Id);
        await RefusedAsync(quickPair.Access);
        Assert.That(await There.SessionsAsync(slowPair.Access), Is.EqualTo(200), "Not committed.");

        await transaction.CommitAsync();

        await RefusedAsync(slowPair.Access);
    }

    [Test]
    public async Task What_is_said_to_be_complete_is()
    {
        var revocations = RevocationsOf(Other);
        foreach (var session in await Forge.NewAsync(20))
        {
            await Database.ReadAsync<object>("UPDATE sessions SET revoked_at = now() WHERE id = $1", session.Id);
            var committed = TimeProvider.System.GetTimestamp();
            var age = await Eventually.Async(
                () => Task.FromResult(revocations.Age),
                age => age < TimeProvider.System.GetElapsedTime(committed)
            );

            // All is known up to a time after the commit, so this is.
            Assert.That(age, Is.LessThan(TimeProvider.System.GetElapsedTime(committed)));
            Assert.That(Covers(Other, session), Is.True);
        }
    }

    [Test]
    public async Task The_database_keeps_revocations_for_as_long_as_memory_does()
    {
        var session = await Forge.NewAsync();
        await Client.LogoutAsync(session.Token);

        var kept = await Database.ReadAsync<TimeSpan>(
            "SELECT r.expires_at - s.revoked_at FROM revocations r JOIN sessions s ON s.id = r.session_id WHERE s.id = $1",
            session.Id
        );

        Assert.That(kept, Is.EqualTo(Revocation.Retention));
    }

    [Test]
    public async Task Sessions_that_nobody_used_lately_need_no_revocation()
    {
        var session = await Forge.NewAsync();
        await Database.ReadAsync<object>(
            "UPDATE sessions SET last_used_at = now() - interval '76 minutes' WHERE id = $1",
            session.Id
        );

        await Client.LogoutAsync(session.Token);

        Assert.That(
            await Database.ReadAsync<long>("SELECT count(*) FROM revocations WHERE session_id = $1", session.Id),
            Is.Zero
        );
    }

    [Test]
    public async Task A_way_of_its_own_has_to_lead_to_the_same_database()
    {
        await using var elsewhere = await TestDatabase.CreateAsync();
        await using var right = new ApiHost(Database.ConnectionString, ("Db:DirectUrl", Database.ConnectionString));
        await using var wrong = new ApiHost(Database.ConnectionString, ("Db:DirectUrl", elsewhere.ConnectionString));
        using var client = wrong.CreateClient();

        Assert.That(await CompleteAsync(right), Is.True);
        var told = await Eventually.StartedAsync(
            () =>
                Task.FromResult(
                    wrong.Logs.Lines.Any(line => line.Contains("OtherDatabaseException", StringComparison.Ordinal))
                ),
            told => told
        );

        Assert.That(told, Is.True);
        Assert.That(RevocationsOf(wrong).IsComplete, Is.False);
        var session = await Forge.NewAsync();
        var pair = await client.PairAsync(session.Token);
        Assert.That(await client.SessionsAsync(pair.Access), Is.EqualTo(200), "Requests ask the database.");
        await Client.LogoutAsync(pair.Refresh);
        Assert.That(await client.SessionsAsync(pair.Access), Is.EqualTo(401));
    }
}
