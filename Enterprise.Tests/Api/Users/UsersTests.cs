using Enterprise.Domain.Audit;
using Enterprise.Domain.Roles;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Users;

/// <summary>Reading, making and deleting people.</summary>
internal sealed class UsersTests : UsersFixture
{
    [Test]
    public async Task An_account_that_was_made_is_where_its_location_says()
    {
        var token = await NewTokenOfAsync(Permissions.UsersWrite, Permissions.UsersRead);
        var email = Fresh.Email();

        var made = await SendAsync(
            HttpMethod.Post,
            "/v1/users",
            token,
            new
            {
                email = $" {email.ToUpperInvariant()} ",
                name = "Grace",
                password = GoodPassword,
            }
        );
        var read = await GetAsync(made.Header("Location")!, token);
        var login = await PostAsync("/v1/auth/login", new { email, password = GoodPassword });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(made.Status, Is.EqualTo(201), made.Text);
            Assert.That(read.Text, Is.EqualTo(made.Text));
            Assert.That(read.Header("ETag"), Is.EqualTo(made.Header("ETag")).And.Match("^\"[0-9a-f]{32}\"$"));
            Assert.That(
                read.Json.EnumerateObject().Select(member => member.Name),
                Is.EqualTo(["id", "email", "name", "roles", "status", "created_at", "updated_at"])
            );
            Assert.That(read.Json.GetProperty("email").GetString(), Is.EqualTo(email));
            Assert.That(read.Json.GetProperty("status").GetString(), Is.EqualTo("active"));
            Assert.That(Roles(read.Json), Is.EqualTo(["user"]));
            Assert.That(login.Status, Is.EqualTo(200));
        }
    }

    [Test]
    public async Task A_taken_address_is_409_whatever_its_case()
    {
        var (_, email) = await NewAccountAsync();
        var token = await NewTokenOfAsync(Permissions.UsersWrite);

        var body = new { email = email.ToUpperInvariant(), password = GoodPassword };

        AssertIs(await SendAsync(HttpMethod.Post, "/v1/users", token, body), 409, "accounts.email_taken");
    }

    [Test]
    public async Task Roles_are_given_to_a_new_account_only_out_of_what_the_caller_holds()
    {
        var giver = await Forge.NewHolderAsync(Permissions.UsersWrite, Permissions.RolesAssign);
        var token = await TokenOfAsync(giver);

        Task<Answer> MakeAsync(string with, params string[] roles) =>
            SendAsync(
                HttpMethod.Post,
                "/v1/users",
                with,
                new
                {
                    email = Fresh.Email(),
                    password = GoodPassword,
                    roles,
                }
            );

        var own = await MakeAsync(token, SessionForge.RoleOf(giver), "user");
        Assert.That(
            (own.Status, string.Join(',', Roles(own.Json).Order())),
            Is.EqualTo((201, $"{SessionForge.RoleOf(giver)},user")),
            own.Text
        );
        Assert.That((await MakeAsync(token)).Status, Is.EqualTo(201), "None at all.");
        AssertIs(await MakeAsync(token, "admin"), 403, "roles.beyond_own");
        Assert.That((await MakeAsync(token, "no-such-role")).Errors("roles"), Is.EqualTo(["unknown_role"]));
        Assert.That((await MakeAsync(token, "user", "user")).Errors("roles"), Is.EqualTo(["duplicate"]));
        AssertIs(await MakeAsync(await NewTokenOfAsync(Permissions.UsersWrite), "admin"), 403, "auth.forbidden");
    }

    [Test]
    public async Task Everybody_reads_themselves_and_others_by_permission_only()
    {
        var (one, other) = (await Forge.NewAsync(), await Forge.NewAsync());
        var token = await TokenOfAsync(one);

        Assert.That((await GetAsync($"/v1/users/{one.UserId}", token)).Status, Is.EqualTo(200));
        AssertIs(await GetAsync($"/v1/users/{other.UserId}", token), 404, "request.not_found");
        AssertIs(await GetAsync($"/v1/users/{Fresh.Id()}", token), 404, "request.not_found");
        var reader = await NewTokenOfAsync(Permissions.UsersRead);
        Assert.That((await GetAsync($"/v1/users/{other.UserId}", reader)).Status, Is.EqualTo(200));
        AssertIs(await GetAsync($"/v1/users/{Fresh.Id()}", reader), 404, "request.not_found");
    }

    [Test]
    public async Task What_is_still_the_same_is_304_without_a_body()
    {
        var one = await Forge.NewAsync();
        var token = await TokenOfAsync(one);
        var path = $"/v1/users/{one.UserId}";
        var tag = (await GetAsync(path, token)).Header("ETag")!;

        Task<Answer> AskAsync(string known) =>
            Client.SendAsync(HttpMethod.Get, path, token: token, header: ("If-None-Match", known));

        foreach (var known in new[] { tag, $"W/{tag}", $"\"other\", {tag}", "*" })
        {
            var answer = await AskAsync(known);
            Assert.That((answer.Status, answer.Text, answer.Header("ETag")), Is.EqualTo((304, "", tag)), known);
        }
        Assert.That((await AskAsync("\"other\"")).Status, Is.EqualTo(200));
        await PatchAsync(one.UserId, token, new { name = "Another" });
        Assert.That((await AskAsync(tag)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_deleted_account_is_gone_with_its_sessions_and_its_entries_stay()
    {
        var one = await Forge.NewAsync();
        var access = await TokenOfAsync(one);
        var token = await NewTokenOfAsync(Permissions.UsersDelete);

        Assert.That((await DeleteAsync(one.UserId, token)).Status, Is.EqualTo(204));

        Assert.That(await Client.MeAsync(access), Is.EqualTo(401));
        Assert.That((await Client.RefreshAsync(one.Token)).Status, Is.EqualTo(401));
        AssertIs(await DeleteAsync(one.UserId, token), 404, "request.not_found");
        Assert.That(
            await ChangesAsync(one.UserId, AuditAction.DeleteUser),
            Is.EqualTo(
                $$$"""{"name": {"from": null}, "email": {"from": "{{{one.UserId}}}@example.com"}, "roles": {"from": ["user"]}}"""
            )
        );
    }

    [Test]
    public async Task A_deletion_that_names_a_state_is_made_in_that_one_only()
    {
        var (one, token) = (
            await Forge.NewAsync(),
            await NewTokenOfAsync(Permissions.UsersDelete, Permissions.UsersRead)
        );
        var path = $"/v1/users/{one.UserId}";
        var tag = (await GetAsync(path, token)).Header("ETag")!;
        await PatchAsync(one.UserId, await TokenOfAsync(one), new { name = "Changed" });

        var stale = await SendAsync(HttpMethod.Delete, path, token, ifMatch: tag);
        var known = await SendAsync(
            HttpMethod.Delete,
            path,
            token,
            ifMatch: (await GetAsync(path, token)).Header("ETag")
        );

        AssertIs(stale, 412, "request.precondition_failed");
        Assert.That(known.Status, Is.EqualTo(204));
    }

    [Test]
    public async Task Nobody_deletes_or_locks_themselves()
    {
        var one = await Forge.NewHolderAsync(Permissions.UsersDelete, Permissions.UsersLock);
        var token = await TokenOfAsync(one);

        AssertIs(await DeleteAsync(one.UserId, token), 409, "users.own_account");
        AssertIs(await LockAsync(one.UserId, token), 409, "users.own_account");
    }

    [TestCase("GET", "")]
    [TestCase("DELETE", "")]
    [TestCase("POST", "/lock")]
    [TestCase("GET", "/sessions")]
    public async Task An_id_has_one_spelling(string method, string tail)
    {
        var one = await NewAdminAsync();
        var token = await TokenOfAsync(one);
        foreach (
            var id in new[]
            {
                "1",
                "null",
                one.UserId.ToString("N"),
                one.UserId.ToString().ToUpperInvariant(),
                $"{{{one.UserId}}}",
            }
        )
        {
            var answer = await SendAsync(new HttpMethod(method), $"/v1/users/{id}{tail}", token);
            AssertIs(answer, 400, "request.malformed");
            Assert.That(answer.Errors("id"), Is.EqualTo(["malformed"]));
        }
    }
}
