using Enterprise.Application.Sessions;
using Enterprise.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Enterprise.Tests.Api.Sessions;

/// <summary>What ends on one instance ends on the other, which is told and does not ask.</summary>
internal sealed class RevocationTests : ApiFixture
{
    private ApiHost other = null!;
    private HttpClient there = null!;
    private SessionForge forge = null!;

    [OneTimeSetUp]
    public async Task StartOtherAsync()
    {
        other = new ApiHost(Database.ConnectionString, Settings);
        there = other.CreateClient();
        forge = new SessionForge(Database);
        await CompleteAsync(Host);
        await CompleteAsync(other);
    }

    [OneTimeTearDown]
    public async Task StopOtherAsync()
    {
        there.Dispose();
        await other.DisposeAsync();
    }

    [Test]
    public async Task A_logout_is_known_at_once_where_it_happened_and_soon_elsewhere()
    {
        var (session, pair) = await SignedInAsync();

        Assert.That((await Client.LogoutAsync(pair.Refresh)).Status, Is.EqualTo(204));

        Assert.That(await Client.SessionsAsync(pair.Access), Is.EqualTo(401));
        await RefusedAsync(pair);
        Assert.That(Covers(other, session), Is.True, "From memory.");
    }

    [Test]
    public async Task Reuse_of_a_refresh_token_ends_its_access_tokens()
    {
        var (session, pair) = await SignedInAsync();
        var next = await Client.PairAsync(pair.Refresh);

        Assert.That((await Client.RefreshAsync(session.Token)).Status, Is.EqualTo(401));

        Assert.That(await Client.SessionsAsync(next.Access), Is.EqualTo(401));
        await RefusedAsync(next);
    }

    [TestCase("UPDATE users SET locked_at = now() WHERE id = $1", TestName = "A_lock_ends_access")]
    [TestCase("DELETE FROM users WHERE id = $1", TestName = "A_deletion_ends_access")]
    [TestCase("UPDATE sessions SET revoked_at = now() WHERE user_id = $1", TestName = "An_operator_ends_access")]
    [TestCase("DELETE FROM sessions WHERE user_id = $1", TestName = "Deleting_a_session_ends_access")]
    public async Task Whatever_ends_it(string sql)
    {
        var (session, pair) = await SignedInAsync();

        await Database.ReadAsync<object>(sql, session.UserId);

        await RefusedAsync(pair);
        Assert.That((await there.RefreshAsync(pair.Refresh)).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task A_change_of_roles_makes_tokens_stale_until_the_next_refresh()
    {
        var (session, pair) = await SignedInAsync();

        await Database.ReadAsync<object>(
            "INSERT INTO user_roles (user_id, role_id) SELECT $1, id FROM roles WHERE normalized_name = 'ADMIN'",
            session.UserId
        );

        await RefusedAsync(pair);
        var promoted = await there.PairAsync(pair.Refresh);
        Assert.That(await there.SessionsAsync(promoted.Access), Is.EqualTo(200));
        await Database.ReadAsync<object>(
            "DELETE FROM user_roles WHERE user_id = $1 AND role_id = (SELECT id FROM roles WHERE normalized_name = 'ADMIN')",
            session.UserId
        );
        await RefusedAsync(promoted);
        Assert.That(await there.SessionsAsync((await there.PairAsync(promoted.Refresh)).Access), Is.EqualTo(200));
    }

    [Test]
    public async Task A_change_of_a_role_makes_the_tokens_stale_that_carry_it_and_no_others()
    {
        const string role = "role-of-revocation-tests";
        var (holder, without) = (await SignedInAsync(), await SignedInAsync());
        await Database.ReadAsync<object>(
            """
            WITH made AS (
                INSERT INTO roles (id, name, normalized_name, description, permissions, built_in, concurrency_stamp)
                VALUES (gen_random_uuid(), $1, upper($1), '', '{}', false, 'x') RETURNING id
            ) INSERT INTO user_roles (user_id, role_id) SELECT $2, id FROM made
            """,
            role,
            holder.Session.UserId
        );
        await RefusedAsync(holder.Pair);
        var before = await Client.PairAsync(holder.Pair.Refresh);

        await Database.ReadAsync<object>("UPDATE roles SET permissions = '{audit.read}' WHERE name = $1", role);

        await RefusedAsync(before);
        var after = await Client.PairAsync(before.Refresh);
        Assert.That(await Client.SessionsAsync(after.Access), Is.EqualTo(200));
        await Database.ReadAsync<object>("DELETE FROM roles WHERE name = $1", role);
        await RefusedAsync(after);
        Assert.That(await there.SessionsAsync(without.Pair.Access), Is.EqualTo(200));
    }

    [Test]
    public async Task What_has_nothing_to_do_with_access_revokes_nothing()
    {
        var (session, pair) = await SignedInAsync();
        var before = await CountAsync(session);

        await Database.ReadAsync<object>(
            "UPDATE users SET name = 'x', password_hash = 'y', updated_at = now() WHERE id = $1",
            session.UserId
        );
        await Database.ReadAsync<object>("UPDATE roles SET description = description || '!'");

        Assert.That(await CountAsync(session), Is.EqualTo(before));
        Assert.That(await there.SessionsAsync(pair.Access), Is.EqualTo(200));
    }

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

        await RefusedAsync(pair);
        Assert.That(await Eventually.Async(() => Task.FromResult(Covers(other, session)), found => found), Is.True);
        await CompleteAsync(other);
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
        await RefusedAsync(quickPair);
        Assert.That(await there.SessionsAsync(slowPair.Access), Is.EqualTo(200), "Not committed.");

        await transaction.CommitAsync();

        await RefusedAsync(slowPair);
    }

    [Test]
    public async Task Sessions_that_nobody_used_lately_need_no_revocation()
    {
        var session = await forge.NewAsync();
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

    private async Task<(ForgedSession Session, Pair Pair)> SignedInAsync()
    {
        var session = await forge.NewAsync();
        var pair = await Client.PairAsync(session.Token);
        Assert.That(await there.SessionsAsync(pair.Access), Is.EqualTo(200));
        return (session, pair);
    }

    private async Task RefusedAsync(Pair pair)
    {
        foreach (var client in (HttpClient[])[Client, there])
            Assert.That(
                await Eventually.Async(() => client.SessionsAsync(pair.Access), status => status == 401),
                Is.EqualTo(401)
            );
    }

    private Task<long> CountAsync(ForgedSession session) =>
        Database.ReadAsync<long>(
            "SELECT count(*) FROM revocations WHERE user_id = $1 OR session_id = $2 OR role IS NOT NULL",
            session.UserId,
            session.Id
        );

    private static Task<bool> CompleteAsync(ApiHost host) =>
        Eventually.Async(
            () => Task.FromResult(host.Services.GetRequiredService<Revocations>().IsComplete),
            complete => complete
        );

    private static bool Covers(ApiHost host, ForgedSession session) =>
        host
            .Services.GetRequiredService<Revocations>()
            .Cover(
                new AccessToken(Guid.Empty, session.UserId, session.Id, default, default, new Entitlements([], [], [1]))
            );
}
