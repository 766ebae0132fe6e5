using Enterprise.Domain.Roles;
using Enterprise.Tests.Support;
using Npgsql;

namespace Enterprise.Tests.Api.Users;

/// <summary>Somebody who can administer remains, whatever is asked at once.</summary>
internal sealed class LastAdministratorTests : UsersFixture
{
    [Test]
    public async Task The_last_one_cannot_be_demoted_locked_or_deleted_by_anybody()
    {
        var last = await OnlyTheseAsync(await NewAdminAsync());
        var token = await NewTokenOfAsync([.. Permissions.All]);

        AssertIs(await DeleteAsync(last, token), 409, "users.last_administrator");
        AssertIs(await LockAsync(last, token), 409, "users.last_administrator");
        AssertIs(await AssignAsync(last, token, null, "user"), 409, "users.last_administrator");

        Assert.That(
            () => Database.ReadAsync<object>("DELETE FROM user_roles WHERE user_id = $1", last),
            Throws.TypeOf<PostgresException>().With.Property("ConstraintName").EqualTo("ck_users_administrator"),
            "Nor with psql."
        );
    }

    [Test]
    public async Task Tables_of_the_same_names_that_come_first_do_not_mislead_the_guard()
    {
        var last = await OnlyTheseAsync(await NewAdminAsync());
        await using var connection = new NpgsqlConnection(Database.ConnectionString);
        await connection.OpenAsync();
        await ExecuteAsync(
            connection,
            """
            CREATE TEMP TABLE users AS SELECT * FROM public.users;
            CREATE TEMP TABLE roles AS SELECT * FROM public.roles;
            CREATE TEMP TABLE user_roles AS SELECT * FROM public.user_roles
            """
        );

        Assert.That(
            () => ExecuteAsync(connection, $"DELETE FROM public.user_roles WHERE user_id = '{last}'"),
            Throws.TypeOf<PostgresException>().With.Property("ConstraintName").EqualTo("ck_users_administrator")
        );
    }

    [Test]
    public async Task Two_who_each_count_in_a_snapshot_of_their_own_cannot_both_take_one_away()
    {
        var (one, other) = (await NewAdminAsync(), await NewAdminAsync());
        await OnlyTheseAsync(one, other);
        await using var first = new NpgsqlConnection(Database.ConnectionString);
        await using var second = new NpgsqlConnection(Database.ConnectionString);
        await first.OpenAsync();
        await second.OpenAsync();
        foreach (var connection in new[] { first, second })
            await ExecuteAsync(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM user_roles");

        await ExecuteAsync(first, $"DELETE FROM users WHERE id = '{one.UserId}'");
        var meeting = ExecuteAsync(second, $"DELETE FROM users WHERE id = '{other.UserId}'");
        await ExecuteAsync(first, "COMMIT");

        Assert.That(
            async () => await meeting,
            Throws.TypeOf<PostgresException>().With.Property("SqlState").EqualTo("40001")
        );
        Assert.That(await CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task Who_is_locked_does_not_count()
    {
        var (last, locked) = (await NewAdminAsync(), await NewAdminAsync());
        await OnlyTheseAsync(last, locked);
        var token = await NewTokenOfAsync([.. Permissions.All]);
        Assert.That((await LockAsync(locked.UserId, token)).Status, Is.EqualTo(204));

        AssertIs(await DeleteAsync(last.UserId, token), 409, "users.last_administrator");
        Assert.That((await DeleteAsync(locked.UserId, token)).Status, Is.EqualTo(204));
    }

    [TestCase("demote")]
    [TestCase("lock")]
    [TestCase("delete")]
    [TestCase("mixed")]
    public async Task Of_many_at_once_who_take_each_other_away_one_remains(string how)
    {
        var tokens = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => NewTokenOfAsync([.. Permissions.All])));
        for (var round = 0; round < 5; round++)
        {
            var admins = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => NewAdminAsync()));
            await OnlyTheseAsync(admins);

            var answers = await Task.WhenAll(
                admins.Select((admin, i) => Task.Run(() => TakeAwayAsync(how, i, admin.UserId, tokens[i % 4])))
            );

            Assert.That(answers.Count(answer => answer.Status is 200 or 204), Is.EqualTo(7));
            Assert.That(answers.Count(answer => answer.Code == "users.last_administrator"), Is.EqualTo(1));
            Assert.That(await CountAsync(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Two_who_demote_each_other_at_once_leave_one()
    {
        for (var round = 0; round < 10; round++)
        {
            var admins = new[] { await NewAdminAsync(), await NewAdminAsync() };
            var tokens = await Task.WhenAll(admins.Select(TokenOfAsync));
            await OnlyTheseAsync(admins);

            var answers = await Task.WhenAll(
                Task.Run(() => AssignAsync(admins[1].UserId, tokens[0], null, "user")),
                Task.Run(() => AssignAsync(admins[0].UserId, tokens[1], null, "user"))
            );

            Assert.That(await CountAsync(), Is.EqualTo(1));
            Assert.That(answers.Select(answer => answer.Status), Has.One.EqualTo(200));
            Assert.That(answers.Select(answer => answer.Status).Distinct(), Is.SubsetOf([200, 401, 403, 409]));
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private Task<Answer> TakeAwayAsync(string how, int number, Guid id, string token) =>
        (how, number % 3) switch
        {
            ("demote", _) or ("mixed", 0) => AssignAsync(id, token, null, "user"),
            ("lock", _) or ("mixed", 1) => LockAsync(id, token),
            _ => DeleteAsync(id, token),
        };

    private Task<long> CountAsync() =>
        Database.ReadAsync<long>(
            """
            SELECT count(*) FROM user_roles JOIN users ON users.id = user_id JOIN roles ON roles.id = role_id
            WHERE roles.name = 'admin' AND locked_at IS NULL
            """
        );

    /// <summary>Takes the role from all others.</summary>
    private async Task<Guid> OnlyTheseAsync(params ForgedSession[] admins)
    {
        await Database.ReadAsync<object>(
            "DELETE FROM user_roles USING roles WHERE roles.id = role_id AND roles.name = 'admin' AND user_id <> ALL ($1)",
            admins.Select(admin => admin.UserId).ToArray()
        );
        return admins[0].UserId;
    }
}
