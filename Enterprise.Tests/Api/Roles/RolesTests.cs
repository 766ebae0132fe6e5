using Enterprise.Tests.Support;
using Catalogue = Enterprise.Domain.Roles.Permissions;

namespace Enterprise.Tests.Api.Roles;

/// <summary>Reading and making roles.</summary>
internal sealed class RolesTests : RolesFixture
{
    private string token = "";

    [OneTimeSetUp]
    public async Task SignInAsync() =>
        token = await NewTokenOfAsync(Catalogue.RolesRead, Catalogue.RolesWrite, Catalogue.AuditRead);

    [Test]
    public async Task The_catalogue_lists_every_permission_with_a_sentence()
    {
        var items = (await GetAsync("/v1/permissions", token)).Json.GetProperty("items").EnumerateArray().ToArray();

        Assert.That(items.Select(item => item.GetProperty("name").GetString()), Is.EqualTo(Catalogue.All));
        Assert.That(
            items.Select(item => item.GetProperty("description").GetString()),
            Is.Unique.And.All.Matches("^[A-Z].+\\.$")
        );
        Assert.That(items.Select(item => item.EnumerateObject().Count()), Is.All.EqualTo(2));
    }

    [Test]
    public async Task The_list_has_the_built_in_roles_and_is_sorted()
    {
        await PostRoleAsync(token, NewName());

        var answer = await GetAsync("/v1/roles", token);

        var roles = answer.Json.GetProperty("items").EnumerateArray().ToArray();
        var builtIn = roles.Where(role => role.GetProperty("built_in").GetBoolean());
        Assert.That(answer.Header("Cache-Control"), Is.EqualTo("no-store"));
        Assert.That(
            roles.Select(role => role.GetProperty("name").GetString()!),
            Is.Ordered.Using<string>(StringComparer.Ordinal)
        );
        Assert.That(builtIn.Select(role => role.GetProperty("name").GetString()), Is.EqualTo(["admin", "user"]));
    }

    [Test]
    public async Task A_role_is_made_and_found_where_the_answer_says()
    {
        var name = NewName();

        var made = await PostRoleAsync(token, name, Catalogue.RolesRead, Catalogue.AuditRead);

        var found = await GetAsync(made.Header("Location")!, token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(made.Status, Is.EqualTo(201), made.Text);
            Assert.That(made.Header("Location"), Is.EqualTo($"/v1/roles/{name}"));
            Assert.That(made.Header("ETag"), Does.Match("^\"[0-9a-f]{32}\"$"));
            Assert.That(
                made.Text,
                Is.EqualTo(
                    $$"""{"name":"{{name}}","description":"of the tests","permissions":["audit.read","roles.read"],"built_in":false}"""
                )
            );
            Assert.That((found.Status, found.Text), Is.EqualTo((200, made.Text)));
            Assert.That(found.Header("ETag"), Is.EqualTo(made.Header("ETag")));
        }
    }

    [Test]
    public async Task A_taken_name_is_refused()
    {
        var name = NewName();
        await PostRoleAsync(token, name);

        foreach (var taken in (string[])[name, "user", "admin"])
        {
            var answer = await PostRoleAsync(token, taken);
            Assert.That((answer.Status, answer.Code), Is.EqualTo((409, "roles.name_taken")));
        }
    }

    [TestCase("nobody-made-this")]
    [TestCase("USER")]
    [TestCase("User")]
    [TestCase("%75ser%20")]
    [TestCase("user%0A")]
    [TestCase("%F0%9F%98%80")]
    [TestCase("user'--")]
    [TestCase("0197a3c2-b1d4-7e0f-9a6b-5c4d3e2f1a0b")]
    public async Task What_is_not_there_is_not_found(string name)
    {
        var read = await GetAsync($"/v1/roles/{name}", token);
        var changed = await PutRoleAsync(token, name, "*");
        var deleted = await DeleteRoleAsync(token, name, "*");

        foreach (var answer in (Answer[])[read, changed, deleted])
            Assert.That((answer.Status, answer.Code), Is.EqualTo((404, "request.not_found")));
    }

    [TestCase("a")]
    [TestCase("a0_-")]
    public async Task Short_and_odd_names_are_taken(string name) =>
        Assert.That((await PostRoleAsync(token, name)).Status, Is.EqualTo(201));

    [TestCase("")]
    [TestCase("Auditor")]
    [TestCase("0auditor")]
    [TestCase("-auditor")]
    [TestCase("audi tor")]
    [TestCase("auditor\n")]
    [TestCase(" auditor")]
    [TestCase("audi/tor")]
    [TestCase("auditör")]
    public async Task A_name_that_breaks_the_rule_is_named(string name)
    {
        var answer = await PostRoleAsync(token, name);

        Assert.That((answer.Status, answer.Code), Is.EqualTo((400, "request.invalid")));
        Assert.That(answer.Errors("name"), Is.EqualTo([name.Length == 0 ? "required" : "invalid_name"]));
    }

    [Test]
    public async Task Bounds_are_where_they_are_said_to_be()
    {
        var longest = NewName().PadRight(64, 'x');
        var description = string.Concat(Enumerable.Repeat("😀", 256));

        var good = await PostRoleAsync(token, Role(longest, description));
        var longer = await PostRoleAsync(token, Role(longest + "x", description + "x"));

        Assert.That((good.Status, longer.Status), Is.EqualTo((201, 400)));
        Assert.That(good.Json.GetProperty("description").GetString(), Is.EqualTo(description));
        Assert.That(longer.Errors("name"), Is.EqualTo(["invalid_name"]));
        Assert.That(longer.Errors("description"), Is.EqualTo(["invalid_description"]));
    }

    [Test]
    public async Task Everything_that_is_missing_is_named_at_once()
    {
        var answer = await PostRoleAsync(token, new { });

        foreach (var field in (string[])["name", "description", "permissions"])
            Assert.That(answer.Errors(field), Is.EqualTo(["required"]), field);
    }

    [TestCase("""["roles.read","roles.read"]""", "duplicate")]
    [TestCase("""["roles.everything"]""", "unknown_permission")]
    [TestCase("""["ROLES.READ"]""", "unknown_permission")]
    [TestCase("""["roles.read",null]""", "unknown_permission")]
    [TestCase("""["*"]""", "unknown_permission")]
    [TestCase("null", "required")]
    public async Task Permissions_are_of_the_catalogue_and_each_once(string permissions, string code)
    {
        var name = NewName();
        foreach (var (method, path, body) in Bodies(name, permissions))
        {
            var answer = await SendTextAsync(method, path, body);
            Assert.That((answer.Status, answer.Code), Is.EqualTo((400, "request.invalid")), answer.Text);
            Assert.That(answer.Errors("permissions"), Is.EqualTo([code]));
        }
    }

    [TestCase("""{"a":1}""")]
    [TestCase("\"roles.read\"")]
    [TestCase("[1]")]
    [TestCase("[[]]")]
    [TestCase("""["a\u0000"]""")]
    [TestCase("""[],"built_in":true""")]
    [TestCase("""[],"description":"twice" """)]
    public async Task What_cannot_be_read_is_refused(string permissions)
    {
        foreach (var (method, path, body) in Bodies(NewName(), permissions))
            Assert.That((await SendTextAsync(method, path, body)).Code, Is.EqualTo("request.malformed"), body);
    }

    [Test]
    public async Task A_role_is_made_by_nobody_who_does_not_hold_what_it_allows()
    {
        var name = NewName();

        var answer = await PostRoleAsync(token, name, Catalogue.AuditRead, Catalogue.UsersRead);

        Assert.That((answer.Status, answer.Code), Is.EqualTo((403, "roles.beyond_own")));
        Assert.That((await GetAsync($"/v1/roles/{name}", token)).Status, Is.EqualTo(404));
        Assert.That(await AuditedAsync(answer), Is.EqualTo("roles.create|beyond_own"));
    }

    [Test]
    public async Task What_was_made_is_audited() =>
        Assert.That(await AuditedAsync(await PostRoleAsync(token, NewName())), Is.EqualTo("roles.create|succeeded"));

    private static object Role(string name, string description) =>
        new
        {
            name,
            description,
            permissions = Array.Empty<string>(),
        };

    private static (HttpMethod, string, string)[] Bodies(string name, string permissions) =>
        [
            (HttpMethod.Post, "/v1/roles", $$"""{"name":"{{name}}","description":"","permissions":{{permissions}}}"""),
            (HttpMethod.Put, "/v1/roles/user", $$"""{"description":"","permissions":{{permissions}}}"""),
        ];

    private async Task<Answer> SendTextAsync(HttpMethod method, string path, string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        return await Client.SendAsync(method, path, content, token, header: ("If-Match", "*"));
    }

    private Task<string?> AuditedAsync(Answer answer) =>
        Database.ReadAsync<string>(
            "SELECT string_agg(action || '|' || outcome, ' ') FROM audit_entries WHERE request_id = $1 AND actor_id IS NOT NULL",
            answer.Header("x-request-id")!
        );
}
