using Enterprise.Domain.Audit;
using Enterprise.Domain.Roles;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Users;

/// <summary>Locks, roles, sessions of others.</summary>
internal sealed class UserControlTests : UsersFixture
{
    [Test]
    public async Task Who_is_locked_is_out_at_once_and_cannot_sign_in_until_unlocked()
    {
        var (id, email) = await NewAccountAsync();
        var access = await NewTokenAsync(email);
        var token = await NewTokenOfAsync(Permissions.UsersLock, Permissions.UsersRead);

        Assert.That((await LockAsync(id, token)).Status, Is.EqualTo(204));
        Assert.That((await LockAsync(id, token)).Status, Is.EqualTo(204), "Again.");

        Assert.That(await Client.MeAsync(access), Is.EqualTo(401));
        var credentials = new { email, password = GoodPassword };
        AssertIs(await PostAsync("/v1/auth/login", credentials), 401, "sessions.bad_credentials");
        Assert.That(
            (await GetAsync($"/v1/users/{id}", token)).Json.GetProperty("status").GetString(),
            Is.EqualTo("locked")
        );

        Assert.That((await SendAsync(HttpMethod.Post, $"/v1/users/{id}/unlock", token)).Status, Is.EqualTo(204));

        Assert.That((await PostAsync("/v1/auth/login", credentials)).Status, Is.EqualTo(200));
        Assert.That(await Client.MeAsync(access), Is.EqualTo(401), "What the lock ended stays ended.");
        Assert.That(
            await Database.ReadAsync<long>(
                "SELECT count(*) FROM audit_entries WHERE subject_id = $1 AND action = $2",
                id,
                AuditAction.LockUser
            ),
            Is.EqualTo(1),
            "Only what changed something."
        );
        Assert.That(
            await ChangesAsync(id, AuditAction.UnlockUser),
            Is.EqualTo("""{"status": {"to": "active", "from": "locked"}}""")
        );
    }

    [Test]
    public async Task Roles_are_replaced_and_the_next_refresh_has_them()
    {
        var giver = await Forge.NewHolderAsync(Permissions.RolesAssign, Permissions.AuditRead);
        var one = await Forge.NewAsync();
        var pair = await Client.PairAsync(one.Token);
        var token = await TokenOfAsync(giver);

        var answer = await AssignAsync(one.UserId, token, null, SessionForge.RoleOf(giver));

        Assert.That(
            (answer.Status, Roles(answer.Json).Single()),
            Is.EqualTo((200, SessionForge.RoleOf(giver))),
            answer.Text
        );
        Assert.That(
            await Eventually.Async(() => Client.MeAsync(pair.Access), status => status == 401),
            Is.EqualTo(401)
        );
        var next = await Client.PairAsync(pair.Refresh);
        var me = await GetAsync("/v1/me", next.Access);
        Assert.That(me.Header("ETag"), Is.EqualTo(answer.Header("ETag")));
        Assert.That(
            await ChangesAsync(one.UserId, AuditAction.AssignRoles),
            Is.EqualTo($$$"""{"roles": {"to": ["{{{SessionForge.RoleOf(giver)}}}"], "from": ["user"]}}""")
        );
    }

    [Test]
    public async Task Nobody_gives_what_they_do_not_hold_and_what_was_there_may_stay()
    {
        var giver = await Forge.NewHolderAsync(Permissions.RolesAssign);
        var token = await TokenOfAsync(giver);
        var (admin, other) = (await NewAdminAsync(), await NewAdminAsync());
        var one = await Forge.NewAsync();

        AssertIs(await AssignAsync(one.UserId, token, null, "admin"), 403, "roles.beyond_own");
        AssertIs(await AssignAsync(giver.UserId, token, null, "admin"), 403, "roles.beyond_own");
        Assert.That(
            (await AssignAsync(admin.UserId, token, null, "admin", SessionForge.RoleOf(giver))).Status,
            Is.EqualTo(200)
        );
        Assert.That(
            (await AssignAsync(other.UserId, token, null)).Status,
            Is.EqualTo(200),
            "Taking away is no giving."
        );
        Assert.That(
            (await AssignAsync(one.UserId, token, null, "no-such-role")).Errors("roles"),
            Is.EqualTo(["unknown_role"])
        );
        AssertIs(await AssignAsync(Fresh.Id(), token, null, "user"), 404, "request.not_found");
    }

    [Test]
    public async Task Of_two_administrators_who_edit_one_person_one_wins_and_the_other_gets_412()
    {
        var tokens = new[] { await TokenOfAsync(await NewAdminAsync()), await TokenOfAsync(await NewAdminAsync()) };
        for (var round = 0; round < 50; round++)
        {
            var one = await Forge.NewAsync();
            var tag = (await GetAsync($"/v1/users/{one.UserId}", tokens[0])).Header("ETag");

            var answers = await Task.WhenAll(
                Task.Run(() => PutAsync(one.UserId, tokens[0], new { name = "First" }, tag)),
                Task.Run(() => AssignAsync(one.UserId, tokens[1], tag, "admin"))
            );

            Assert.That(
                answers.Select(answer => answer.Status).Order(),
                Is.EqualTo([200, 412]),
                string.Join('\n', answers.Select(answer => answer.Text))
            );
        }
    }

    [Test]
    public async Task Sessions_of_others_are_listed_and_ended()
    {
        var one = await Forge.NewAsync();
        var access = await TokenOfAsync(one);
        var token = await NewTokenOfAsync(Permissions.SessionsManage);
        var path = $"/v1/users/{one.UserId}/sessions";

        var item = (await GetAsync(path, token)).Json.GetProperty("items").EnumerateArray().Single();
        Assert.That(
            (item.GetProperty("id").GetGuid(), item.GetProperty("current").GetBoolean()),
            Is.EqualTo((one.Id, false))
        );

        Assert.That((await SendAsync(HttpMethod.Delete, path, token)).Status, Is.EqualTo(204));

        Assert.That(await Client.MeAsync(access), Is.EqualTo(401));
        Assert.That((await GetAsync(path, token)).Json.GetProperty("items").GetArrayLength(), Is.Zero);
        Assert.That(
            await Database.ReadAsync<string>("SELECT reason FROM sessions WHERE id = $1", one.Id),
            Is.EqualTo("ended_by_administrator")
        );
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Delete })
            AssertIs(await SendAsync(method, $"/v1/users/{Fresh.Id()}/sessions", token), 404, "request.not_found");
    }
}
