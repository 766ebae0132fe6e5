using System.Buffers.Text;
using System.Text.Json;
using Enterprise.Tests.Support;
using Npgsql;

namespace Enterprise.Tests.Api.Sessions;

/// <summary>What ends on one instance ends on the other, which is told and does not ask.</summary>
internal sealed class RevocationTests : TwoInstances
{
    [Test]
    public async Task A_logout_is_known_at_once_where_it_happened_and_soon_elsewhere()
    {
        var (session, pair) = await SignedInAsync();

        Assert.That((await Client.LogoutAsync(pair.Refresh)).Status, Is.EqualTo(204));

        Assert.That(await Client.SessionsAsync(pair.Access), Is.EqualTo(401));
        await RefusedAsync(pair.Access);
        Assert.That(Covers(Other, session), Is.True, "From memory.");
    }

    [Test]
    public async Task Reuse_of_a_refresh_token_ends_its_access_tokens()
    {
        var (session, pair) = await SignedInAsync();
        var next = await Client.PairAsync(pair.Refresh);

        Assert.That((await Client.RefreshAsync(session.Token)).Status, Is.EqualTo(401));

        Assert.That(await Client.SessionsAsync(next.Access), Is.EqualTo(401));
        await RefusedAsync(next.Access);
    }

    [TestCase("UPDATE users SET locked_at = now() WHERE id = $1", TestName = "A_lock_ends_access")]
    [TestCase("DELETE FROM users WHERE id = $1", TestName = "A_deletion_ends_access")]
    [TestCase("UPDATE sessions SET revoked_at = now() WHERE user_id = $1", TestName = "An_operator_ends_access")]
    [TestCase("DELETE FROM sessions WHERE user_id = $1", TestName = "Deleting_a_session_ends_access")]
    public async Task Whatever_ends_it(string sql)
    {
        var (session, pair) = await SignedInAsync();

        await Database.ReadAsync<object>(sql, session.UserId);

        await RefusedAsync(pair.Access);
        Assert.That((await There.RefreshAsync(pair.Refresh)).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task A_change_of_roles_makes_tokens_stale_until_the_next_refresh()
    {
        var (session, pair) = await SignedInAsync();
        var (another, _) = await SignedInAsync();

        // Two, because the last one cannot be taken away.
        await Database.ReadAsync<object>(
            "INSERT INTO user_roles (user_id, role_id) SELECT unnest($1), id FROM roles WHERE normalized_name = 'ADMIN'",
            new[] { session.UserId, another.UserId }
        );

        await RefusedAsync(pair.Access);
        var promoted = await There.PairAsync(pair.Refresh);
        Assert.That(await There.SessionsAsync(promoted.Access), Is.EqualTo(200));
        await Database.ReadAsync<object>(
            "DELETE FROM user_roles WHERE user_id = $1 AND role_id = (SELECT id FROM roles WHERE normalized_name = 'ADMIN')",
            session.UserId
        );
        await RefusedAsync(promoted.Access);
        Assert.That(await There.SessionsAsync((await There.PairAsync(promoted.Refresh)).Access), Is.EqualTo(200));
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
        await RefusedAsync(holder.Pair.Access);
        var before = await Client.PairAsync(holder.Pair.Refresh);

        await Database.ReadAsync<object>("UPDATE roles SET permissions = '{audit.read}' WHERE name = $1", role);

        await RefusedAsync(before.Access);
        var after = await Client.PairAsync(before.Refresh);
        Assert.That(await Client.SessionsAsync(after.Access), Is.EqualTo(200));
        await Database.ReadAsync<object>("DELETE FROM roles WHERE name = $1", role);
        await RefusedAsync(after.Access);
        Assert.That(await There.SessionsAsync(without.Pair.Access), Is.EqualTo(200));
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
        Assert.That(await There.SessionsAsync(pair.Access), Is.EqualTo(200));
    }

    [Test]
    public async Task A_role_that_is_handed_over_revokes_for_both()
    {
        var (giver, taker) = (await SignedInAsync(), await SignedInAsync());

        await Database.ReadAsync<object>(
            """
            WITH gone AS (DELETE FROM user_roles WHERE user_id = $2)
            UPDATE user_roles SET user_id = $2, role_id = (SELECT id FROM roles WHERE normalized_name = 'ADMIN')
            WHERE user_id = $1
            """,
            giver.Session.UserId,
            taker.Session.UserId
        );

        await RefusedAsync(giver.Pair.Access);
        await RefusedAsync(taker.Pair.Access);
    }

    [Test]
    public async Task A_login_that_meets_a_change_of_roles_has_the_new_ones()
    {
        var (user, email) = await NewAccountAsync();
        await using var connection = new NpgsqlConnection(Database.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("DELETE FROM user_roles WHERE user_id = $1", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = user });
        Assert.That(await command.ExecuteNonQueryAsync(), Is.EqualTo(1));
        var login = PostAsync("/v1/auth/login", new { email, password = GoodPassword });
        // It is verified by now, and waits for the row that the change holds.
        Assert.That(await Eventually.Async(WaitingAsync, waiting => waiting > 0), Is.Positive);

        await transaction.CommitAsync();

        var claims = Base64Url.DecodeFromChars((await login).Pair().Access.Split('.')[1]);
        Assert.That(JsonDocument.Parse(claims).RootElement.GetProperty("roles").GetArrayLength(), Is.Zero);
        Assert.That(await There.SessionsAsync((await login).Pair().Access), Is.EqualTo(200));
    }

    private Task<long> WaitingAsync() =>
        Database.ReadAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        );

    private Task<long> CountAsync(ForgedSession session) =>
        Database.ReadAsync<long>(
            "SELECT count(*) FROM revocations WHERE user_id = $1 OR session_id = $2 OR role IS NOT NULL",
            session.UserId,
            session.Id
        );
}
