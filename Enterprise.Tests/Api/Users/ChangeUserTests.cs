using Enterprise.Domain.Audit;
using Enterprise.Domain.Roles;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Users;

/// <summary>What people are called, and what they sign in with.</summary>
internal sealed class ChangeUserTests : UsersFixture
{
    [Test]
    public async Task One_changes_ones_own_name_but_not_ones_own_address()
    {
        var one = await Forge.NewAsync();
        var token = await TokenOfAsync(one);

        var put = await PutAsync(one.UserId, token, new { name = " Ada " });
        var patched = await PatchAsync(one.UserId, token, new { name = "Ada King" }, put.Header("ETag"));

        Assert.That(put.Json.GetProperty("name").GetString(), Is.EqualTo("Ada"));
        Assert.That(patched.Json.GetProperty("name").GetString(), Is.EqualTo("Ada King"), patched.Text);
        Assert.That(
            await ChangesAsync(one.UserId, AuditAction.ChangeUser),
            Is.EqualTo("""{"name": {"to": "Ada King", "from": "Ada"}}""")
        );
        AssertIs(await PatchAsync(one.UserId, token, new { email = Fresh.Email() }), 403, "auth.forbidden");
        AssertIs(await PutAsync(one.UserId, token, new { name = "x", email = Fresh.Email() }), 403, "auth.forbidden");
    }

    [Test]
    public async Task An_address_changes_and_the_person_signs_in_with_the_new_one()
    {
        var (id, email) = await NewAccountAsync();
        var token = await NewTokenOfAsync(Permissions.UsersWrite);
        var next = Fresh.Email();

        var changed = await PatchAsync(id, token, new { email = next.ToUpperInvariant() });

        Assert.That(changed.Json.GetProperty("email").GetString(), Is.EqualTo(next), changed.Text);
        Assert.That(await ChangesAsync(id, AuditAction.ChangeUser), Does.Contain(email).And.Contain(next));
        await NewTokenAsync(next);
        Assert.That(
            (await PostAsync("/v1/auth/login", new { email, password = GoodPassword })).Status,
            Is.EqualTo(401)
        );
        Assert.That(
            (await PostAsync("/v1/auth/register", new { email, password = GoodPassword })).Status,
            Is.EqualTo(201)
        );
        AssertIs(await PatchAsync(id, token, new { email }), 409, "accounts.email_taken");
    }

    [Test]
    public async Task The_address_of_somebody_who_may_do_more_cannot_be_changed()
    {
        var admin = await NewAdminAsync();
        var token = await NewTokenOfAsync(Permissions.UsersWrite, Permissions.UsersRead);

        AssertIs(await PatchAsync(admin.UserId, token, new { email = Fresh.Email() }), 403, "users.beyond_own");
        Assert.That((await PatchAsync(admin.UserId, token, new { name = "Root" })).Status, Is.EqualTo(200));
        var peer = await TokenOfAsync(await NewAdminAsync());
        Assert.That((await PatchAsync(admin.UserId, peer, new { email = Fresh.Email() })).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_change_needs_the_state_that_was_read()
    {
        var one = await Forge.NewAsync();
        var token = await TokenOfAsync(one);
        var tag = (await GetAsync($"/v1/users/{one.UserId}", token)).Header("ETag")!;

        AssertIs(await PutAsync(one.UserId, token, new { name = "A" }, null), 428, "request.precondition_required");
        AssertIs(await PatchAsync(one.UserId, token, new { name = "A" }, null), 428, "request.precondition_required");
        Assert.That((await PutAsync(one.UserId, token, new { name = "A" }, tag)).Status, Is.EqualTo(200));
        AssertIs(await PutAsync(one.UserId, token, new { name = "B" }, tag), 412, "request.precondition_failed");
        AssertIs(
            await PatchAsync(one.UserId, token, new { name = "B" }, $"W/{tag}"),
            412,
            "request.precondition_failed"
        );
        Assert.That(
            (await PutAsync(one.UserId, token, new { name = "B" }, "nonsense")).Errors("If-Match"),
            Is.EqualTo(["malformed"])
        );
    }

    [TestCase("""{"name":null}""", "name")]
    [TestCase("{}", "name")]
    [TestCase("""{"name":""}""", "name")]
    [TestCase("""{"email":"ada@"}""", "email")]
    [TestCase("""{"email":""}""", "email")]
    public async Task What_breaks_a_rule_is_named(string body, string field)
    {
        var one = await NewAdminAsync();
        var token = await TokenOfAsync(one);
        foreach (var method in new[] { HttpMethod.Put, HttpMethod.Patch })
        {
            using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            var answer = await Client.SendAsync(
                method,
                $"/v1/users/{one.UserId}",
                content,
                token,
                header: ("If-Match", "*")
            );

            AssertIs(answer, 400, "request.invalid");
            Assert.That(answer.Errors(field), Is.Not.Empty, answer.Text);
        }
    }

    [Test]
    public async Task Others_are_changed_by_permission_only_and_who_may_not_see_them_is_not_told()
    {
        var other = await Forge.NewAsync();
        var body = new { name = "x" };

        AssertIs(await PutAsync(other.UserId, await NewTokenOfAsync(), body), 404, "request.not_found");
        AssertIs(await PutAsync(Fresh.Id(), await NewTokenOfAsync(), body), 404, "request.not_found");
        AssertIs(
            await PutAsync(other.UserId, await NewTokenOfAsync(Permissions.UsersRead), body),
            403,
            "auth.forbidden"
        );
        var writer = await NewTokenOfAsync(Permissions.UsersWrite);
        Assert.That((await PutAsync(other.UserId, writer, body)).Status, Is.EqualTo(200));
        AssertIs(await PutAsync(Fresh.Id(), writer, body), 404, "request.not_found");
    }
}
