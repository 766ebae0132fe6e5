using Catalogue = Enterprise.Domain.Roles.Permissions;

namespace Enterprise.Tests.Api.Roles;

/// <summary>Changing and deleting roles.</summary>
internal sealed class ChangeRoleTests : RolesFixture
{
    private string token = "";

    [OneTimeSetUp]
    public async Task SignInAsync() =>
        token = await NewTokenOfAsync(Catalogue.RolesRead, Catalogue.RolesWrite, Catalogue.AuditRead);

    [Test]
    public async Task A_role_is_replaced_and_the_answer_has_the_next_tag()
    {
        var (name, tag) = await NewRoleAsync(Catalogue.AuditRead);

        var answer = await PutRoleAsync(token, name, tag, Catalogue.RolesWrite, Catalogue.RolesRead);

        var read = await GetAsync($"/v1/roles/{name}", token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
            Assert.That(answer.Json.GetProperty("name").GetString(), Is.EqualTo(name));
            Assert.That(answer.Json.GetProperty("description").GetString(), Is.EqualTo("changed"));
            Assert.That(Permissions(answer.Json), Is.EqualTo([Catalogue.RolesRead, Catalogue.RolesWrite]));
            Assert.That(answer.Header("ETag"), Does.Match("^\"[0-9a-f]{32}\"$").And.Not.EqualTo(tag));
            Assert.That((read.Text, read.Header("ETag")), Is.EqualTo((answer.Text, answer.Header("ETag"))));
        }
    }

    [Test]
    public async Task The_tag_of_an_answer_is_good_for_the_next_change_and_its_own_for_none()
    {
        var (name, tag) = await NewRoleAsync();

        var first = await PutRoleAsync(token, name, tag);
        var again = await PutRoleAsync(token, name, tag);
        var second = await PutRoleAsync(token, name, first.Header("ETag"));
        var stale = await DeleteRoleAsync(token, name, first.Header("ETag"));
        var deleted = await DeleteRoleAsync(token, name, second.Header("ETag"));

        Assert.That(
            new[] { first, again, second, stale, deleted }.Select(answer => answer.Status),
            Is.EqualTo([200, 412, 200, 412, 204])
        );
    }

    [TestCase(null, 428, "request.precondition_required")]
    [TestCase("\"another\"", 412, "request.precondition_failed")]
    [TestCase("W/{0}", 412, "request.precondition_failed")]
    [TestCase("nonsense", 400, "request.malformed")]
    [TestCase("*, {0}", 400, "request.malformed")]
    [TestCase("\"another\", {0}", 200, null)]
    [TestCase("*", 200, null)]
    public async Task Every_shape_of_If_Match(string? header, int status, string? code)
    {
        var (name, tag) = await NewRoleAsync();
        var filled = header?.Replace("{0}", tag, StringComparison.Ordinal);

        var changed = await PutRoleAsync(token, name, filled);
        Assert.That((changed.Status, changed.Code), Is.EqualTo((status, code)));
        if (status == 200)
            return;
        var deleted = await DeleteRoleAsync(token, name, filled);
        Assert.That((deleted.Status, deleted.Code), Is.EqualTo((status, code)));
        Assert.That((await GetAsync($"/v1/roles/{name}", token)).Header("ETag"), Is.EqualTo(tag), "Nothing changed.");
    }

    [TestCase("user")]
    [TestCase("admin")]
    public async Task Built_in_roles_stay_as_they_are(string name)
    {
        var before = await GetAsync($"/v1/roles/{name}", token);

        foreach (var ifMatch in (string[])[before.Header("ETag")!, "*", "\"stale\""])
        {
            var changed = await PutRoleAsync(token, name, ifMatch);
            var deleted = await DeleteRoleAsync(token, name, ifMatch);
            Assert.That((changed.Status, changed.Code), Is.EqualTo((409, "roles.built_in")));
            Assert.That((deleted.Status, deleted.Code), Is.EqualTo((409, "roles.built_in")));
        }

        var after = await GetAsync($"/v1/roles/{name}", token);
        Assert.That((after.Text, after.Header("ETag")), Is.EqualTo((before.Text, before.Header("ETag"))));
    }

    [Test]
    public async Task Who_has_only_one_permission_more_adds_only_that()
    {
        var poor = await NewTokenOfAsync(Catalogue.RolesWrite, Catalogue.SessionsManage);
        var (name, tag) = await NewRoleAsync(Catalogue.AuditRead);

        var beyond = await PutRoleAsync(poor, name, tag, Catalogue.AuditRead, Catalogue.RolesRead);
        var within = await PutRoleAsync(poor, name, tag, Catalogue.AuditRead, Catalogue.SessionsManage);

        Assert.That((beyond.Status, beyond.Code), Is.EqualTo((403, "roles.beyond_own")));
        Assert.That(within.Status, Is.EqualTo(200), "What was there may stay.");
        Assert.That(
            await Database.ReadAsync<string>(
                "SELECT action || '|' || outcome FROM audit_entries WHERE request_id = $1",
                beyond.Header("x-request-id")!
            ),
            Is.EqualTo("roles.change|beyond_own")
        );
    }

    [Test]
    public async Task A_rename_is_not_offered()
    {
        var (name, tag) = await NewRoleAsync();

        var answer = await PutRoleAsync(
            token,
            name,
            tag,
            new
            {
                name,
                description = "",
                permissions = Array.Empty<string>(),
            }
        );

        Assert.That((answer.Status, answer.Code), Is.EqualTo((400, "request.malformed")));
    }

    [Test]
    public async Task What_is_missing_is_named_before_the_header_is()
    {
        var answer = await PutRoleAsync(token, NewName(), null, new { });

        Assert.That((answer.Status, answer.Code), Is.EqualTo((400, "request.invalid")));
        foreach (var field in (string[])["description", "permissions"])
            Assert.That(answer.Errors(field), Is.EqualTo(["required"]), field);
    }

    [Test]
    public async Task A_deleted_role_is_gone_and_its_name_is_free()
    {
        var (name, tag) = await NewRoleAsync();

        var deleted = await DeleteRoleAsync(token, name, tag);

        Assert.That((deleted.Status, deleted.Text), Is.EqualTo((204, "")));
        Assert.That((await DeleteRoleAsync(token, name, tag)).Status, Is.EqualTo(404));
        Assert.That((await PostRoleAsync(token, name)).Status, Is.EqualTo(201));
        Assert.That((await PutRoleAsync(token, name, tag)).Status, Is.EqualTo(412), "It is another one.");
    }

    private async Task<(string Name, string Tag)> NewRoleAsync(params string[] permissions)
    {
        var name = NewName();
        var made = await PostRoleAsync(token, name, permissions);
        Assert.That(made.Status, Is.EqualTo(201), made.Text);
        return (name, made.Header("ETag")!);
    }
}
