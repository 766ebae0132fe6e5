using Enterprise.Tests.Support;
using Npgsql;
using Catalogue = Enterprise.Domain.Roles.Permissions;

namespace Enterprise.Tests.Api.Roles;

/// <summary>What happens where requests meet.</summary>
internal sealed class RoleRaceTests : RolesFixture
{
    [Test]
    public async Task Of_200_who_want_one_name_at_once_one_gets_it()
    {
        var (name, token) = (NewName(), await NewTokenOfAsync(Catalogue.RolesWrite));

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(_ => Task.Run(() => PostRoleAsync(token, name, Catalogue.RolesWrite)))
        );

        Assert.That(answers.Count(answer => answer.Status == 201), Is.EqualTo(1));
        Assert.That(answers.Count(answer => answer.Code == "roles.name_taken"), Is.EqualTo(199));
    }

    [Test]
    public async Task Of_two_who_change_what_they_both_read_one_does()
    {
        string[] tokens =
        [
            await NewTokenOfAsync(Catalogue.RolesWrite, Catalogue.UsersRead),
            await NewTokenOfAsync(Catalogue.RolesWrite, Catalogue.UsersRead),
        ];
        for (var round = 0; round < 50; round++)
        {
            var name = NewName();
            var tag = (await PostRoleAsync(tokens[0], name)).Header("ETag");

            var answers = await Task.WhenAll(
                tokens.Select(token => Task.Run(() => PutRoleAsync(token, name, tag, Catalogue.UsersRead)))
            );

            Assert.That(answers.Select(answer => answer.Status).Order(), Is.EqualTo([200, 412]));
        }
    }

    [Test]
    public async Task Two_who_change_each_others_role_at_once_are_never_shown_a_deadlock()
    {
        ForgedSession[] holders =
        [
            await Forge.NewHolderAsync(Catalogue.RolesWrite),
            await Forge.NewHolderAsync(Catalogue.RolesWrite),
        ];
        var tokens = await Task.WhenAll(holders.Select(async holder => (await Client.PairAsync(holder.Token)).Access));

        for (var round = 0; round < 50; round++)
        {
            var answers = await Task.WhenAll(
                Enumerable
                    .Range(0, 2)
                    .Select(i =>
                        Task.Run(() =>
                            PutRoleAsync(tokens[i], SessionForge.RoleOf(holders[1 - i]), "*", Catalogue.RolesWrite)
                        )
                    )
            );

            Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(200));
        }
    }

    // The token is good for up to a second longer than the permission, so what counts is what is stored when the write is made.
    [TestCase("DELETE FROM user_roles WHERE user_id = $1 AND role_id <> '0197a000-0000-7000-8000-00000000a001'")]
    [TestCase("UPDATE roles SET permissions = '{roles.write}' WHERE name = 'of-' || replace($1::text, '-', '')")]
    [TestCase("DELETE FROM roles WHERE name = 'of-' || replace($1::text, '-', '')")]
    [TestCase("DELETE FROM users WHERE id = $1")]
    public async Task What_is_taken_while_a_change_waits_is_not_granted_any_more(string taking)
    {
        var holder = await Forge.NewHolderAsync(Catalogue.RolesWrite, Catalogue.UsersRead);
        var token = (await Client.PairAsync(holder.Token)).Access;
        var name = NewName();
        await PostRoleAsync(token, name);
        await using var connection = new NpgsqlConnection(Database.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync(connection, "SELECT FROM roles WHERE name = $1 FOR UPDATE", name);

        var change = PutRoleAsync(token, name, "*", Catalogue.UsersRead);
        Assert.That(await Eventually.Async(WaitingAsync, waiting => waiting == 1), Is.EqualTo(1));
        await Database.ReadAsync<object>(taking, holder.UserId);
        await transaction.CommitAsync();

        var answer = await change;
        Assert.That((answer.Status, answer.Code), Is.EqualTo((403, "roles.beyond_own")));
        Assert.That(
            await Database.ReadAsync<string[]>("SELECT permissions FROM roles WHERE name = $1", name),
            Is.Empty
        );
    }

    private Task<long> WaitingAsync() =>
        Database.ReadAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        );

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, object value)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync();
    }
}
