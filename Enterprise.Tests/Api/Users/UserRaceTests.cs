using Enterprise.Domain.Roles;
using Enterprise.Tests.Support;
using Npgsql;

namespace Enterprise.Tests.Api.Users;

/// <summary>What happens where requests meet.</summary>
internal sealed class UserRaceTests : UsersFixture
{
    [Test]
    public async Task Of_many_who_want_one_address_at_once_one_gets_it()
    {
        var token = await NewTokenOfAsync(Permissions.UsersWrite);
        var email = Fresh.Email();
        var others = await Forge.NewAsync(200);

        var answers = await Task.WhenAll(
            others.Select(other => Task.Run(() => PatchAsync(other.UserId, token, new { email })))
        );

        Assert.That(answers.Count(answer => answer.Status == 200), Is.EqualTo(1));
        Assert.That(answers.Count(answer => answer.Code == "accounts.email_taken"), Is.EqualTo(199));
    }

    [Test]
    public async Task Of_many_accounts_made_for_one_address_at_once_there_is_one()
    {
        var token = await NewTokenOfAsync(Permissions.UsersWrite);
        var body = new { email = Fresh.Email(), password = GoodPassword };

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => Task.Run(() => SendAsync(HttpMethod.Post, "/v1/users", token, body)))
        );

        Assert.That(answers.Count(answer => answer.Status == 201), Is.EqualTo(1));
        Assert.That(answers.Count(answer => answer.Code == "accounts.email_taken"), Is.EqualTo(15));
    }

    [Test]
    public async Task Of_hundreds_of_changes_of_one_account_each_is_made_on_the_state_that_it_was_meant_for()
    {
        var one = await Forge.NewAsync();
        var token = await NewTokenOfAsync(Permissions.UsersWrite, Permissions.UsersRead);

        var counts = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => Task.Run(() => WriteAsync(one.UserId, token)))
        );

        Assert.That(
            await Database.ReadAsync<string>("SELECT name FROM users WHERE id = $1", one.UserId),
            Is.EqualTo($"n{counts.Sum()}"),
            "None is lost: each counted on from what was there."
        );
    }

    [Test]
    public async Task Roles_that_are_assigned_and_changed_at_once_never_show_a_deadlock()
    {
        ForgedSession[] holders =
        [
            await Forge.NewHolderAsync([.. Permissions.All]),
            await Forge.NewHolderAsync([.. Permissions.All]),
        ];
        var tokens = await Task.WhenAll(holders.Select(TokenOfAsync));
        string[] roles = [.. holders.Select(SessionForge.RoleOf)];

        for (var round = 0; round < 25; round++)
        {
            var answers = await Task.WhenAll(
                Task.Run(() => AssignAsync(holders[1].UserId, tokens[0], null, [.. roles, "user"])),
                Task.Run(() => AssignAsync(holders[0].UserId, tokens[1], null, [.. roles.Reverse(), "user"])),
                Task.Run(() => ChangeRoleAsync(roles[0], tokens[1])),
                Task.Run(() => ChangeRoleAsync(roles[1], tokens[0]))
            );

            // The first round changes what both hold: their tokens are stale from then on.
            Assert.That(answers.Select(answer => answer.Status).Distinct(), Is.SubsetOf([200, 401]));
            tokens = await Task.WhenAll(holders.Select(async holder => (await NewPairAsync(holder)).Access));
        }
    }

    // The token is good for up to a second longer than the permission, so what counts is what is stored when the write is made.
    [TestCase("DELETE FROM user_roles WHERE user_id = $1 AND role_id <> '0197a000-0000-7000-8000-00000000a001'")]
    [TestCase("UPDATE roles SET permissions = '{roles.assign}' WHERE name = 'of-' || replace($1::text, '-', '')")]
    [TestCase("UPDATE users SET locked_at = now() WHERE id = $1")]
    [TestCase("DELETE FROM users WHERE id = $1")]
    public async Task What_is_taken_while_an_assignment_waits_is_not_given_any_more(string taking)
    {
        var giver = await Forge.NewHolderAsync(Permissions.RolesAssign, Permissions.AuditRead);
        var other = await Forge.NewHolderAsync(Permissions.AuditRead);
        var (token, one) = (await TokenOfAsync(giver), await Forge.NewAsync());
        await using var connection = new NpgsqlConnection(Database.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand("SELECT FROM users WHERE id = $1 FOR UPDATE", connection);
        hold.Parameters.Add(new NpgsqlParameter { Value = one.UserId });
        await hold.ExecuteNonQueryAsync();

        var assignment = AssignAsync(one.UserId, token, null, SessionForge.RoleOf(other));
        Assert.That(await Eventually.Async(WaitingAsync, waiting => waiting == 1), Is.EqualTo(1));
        await Database.ReadAsync<object>(taking, giver.UserId);
        await transaction.CommitAsync();

        AssertIs(await assignment, 403, "roles.beyond_own");
        Assert.That(
            await Database.ReadAsync<long>("SELECT count(*) FROM user_roles WHERE user_id = $1", one.UserId),
            Is.EqualTo(1)
        );
    }

    /// <summary>Counts on from the name that is there, ten times; gives how often it was made.</summary>
    private async Task<int> WriteAsync(Guid id, string token)
    {
        var made = 0;
        for (var i = 0; i < 10; i++)
        {
            var read = await GetAsync($"/v1/users/{id}", token);
            var name = read.Json.GetProperty("name").GetString();
            var next = name is null ? 1 : int.Parse(name[1..], System.Globalization.CultureInfo.InvariantCulture) + 1;
            var answer = await PatchAsync(id, token, new { name = $"n{next}" }, read.Header("ETag"));
            Assert.That(answer.Status, Is.EqualTo(200).Or.EqualTo(412), answer.Text);
            made += answer.Status == 200 ? 1 : 0;
        }
        return made;
    }

    private Task<Answer> ChangeRoleAsync(string name, string token) =>
        SendAsync(
            HttpMethod.Put,
            $"/v1/roles/{name}",
            token,
            new { description = "changed", permissions = Permissions.All },
            "*"
        );

    private async Task<Pair> NewPairAsync(ForgedSession holder)
    {
        var generation = await Database.ReadAsync<int>("SELECT generation FROM sessions WHERE id = $1", holder.Id);
        return await Client.PairAsync(SessionForge.TokenOf(holder, generation));
    }

    private Task<long> WaitingAsync() =>
        Database.ReadAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        );
}
