using Enterprise.Domain.Roles;
using Enterprise.Tests.Support;
using Catalogue = Enterprise.Domain.Roles.Permissions;

namespace Enterprise.Tests.Api.Roles;

/// <summary>Who may call which route.</summary>
internal sealed class AccessTests : RolesFixture
{
    private static readonly (string Method, string Path, string Needs, int Status)[] Routes =
    [
        ("GET", "/v1/permissions", Catalogue.RolesRead, 200),
        ("GET", "/v1/roles", Catalogue.RolesRead, 200),
        ("GET", "/v1/roles/user", Catalogue.RolesRead, 200),
        ("POST", "/v1/roles", Catalogue.RolesWrite, 201),
        ("GET", "/v1/admin/metrics", Catalogue.MetricsRead, 200),
        // Who gets this far may change roles, but not this one.
        ("PUT", "/v1/roles/user", Catalogue.RolesWrite, 409),
        ("DELETE", "/v1/roles/user", Catalogue.RolesWrite, 409),
    ];

    [Test]
    public async Task Without_a_token_nobody_gets_in()
    {
        foreach (var (method, path, _, _) in Routes)
            AssertIs(await SendAsync(method, path, null), 401, "auth.missing_token", path);
    }

    [Test]
    public async Task With_a_token_that_is_none_nobody_gets_in()
    {
        foreach (var (method, path, _, _) in Routes)
            AssertIs(await SendAsync(method, path, "nonsense"), 401, "auth.invalid_token", path);
    }

    [Test]
    public async Task People_without_any_permission_are_refused()
    {
        var token = (await Client.PairAsync((await Forge.NewAsync()).Token)).Access;

        foreach (var (method, path, _, _) in Routes)
            AssertIs(await SendAsync(method, path, token), 403, "auth.forbidden", path);
    }

    [Test]
    public async Task Every_other_permission_together_is_not_enough()
    {
        foreach (var (method, path, needs, _) in Routes)
        {
            var token = await NewTokenOfAsync([.. Catalogue.All.Where(name => name != needs)]);

            AssertIs(await SendAsync(method, path, token), 403, "auth.forbidden", path);
        }
    }

    [Test]
    public async Task The_one_permission_is_enough()
    {
        foreach (var (method, path, needs, status) in Routes)
            Assert.That(
                (await SendAsync(method, path, await NewTokenOfAsync(needs))).Status,
                Is.EqualTo(status),
                $"{method} {path}"
            );
    }

    [Test]
    public async Task A_refusal_comes_before_anything_is_read()
    {
        var token = await NewTokenOfAsync();
        using var content = new StringContent("{", System.Text.Encoding.UTF8, "application/json");

        var answer = await Client.SendAsync(HttpMethod.Post, "/v1/roles", content, token);

        AssertIs(answer, 403, "auth.forbidden", "/v1/roles");
    }

    [Test]
    public async Task The_built_in_roles_have_what_they_are_called_by()
    {
        var admin = await Forge.NewAsync();
        await Database.ReadAsync<object>(
            "INSERT INTO user_roles (user_id, role_id) SELECT $1, id FROM roles WHERE name = $2",
            admin.UserId,
            BuiltInRoles.Admin
        );
        var token = (await Client.PairAsync(admin.Token)).Access;

        Assert.That((await GetAsync("/v1/roles", token)).Status, Is.EqualTo(200));
        Assert.That((await PostRoleAsync(token, NewName(), [.. Catalogue.All])).Status, Is.EqualTo(201));
    }

    private Task<Answer> SendAsync(string method, string path, string? token) =>
        Client.SendAsync(new HttpMethod(method), path, Body(method), token, header: ("If-Match", "*"));

    private static StringContent? Body(string method) =>
        method switch
        {
            "POST" => JsonContent.Of(
                new
                {
                    name = NewName(),
                    description = "",
                    permissions = Array.Empty<string>(),
                }
            ),
            "PUT" => JsonContent.Of(new { description = "", permissions = Array.Empty<string>() }),
            _ => null,
        };

    private static void AssertIs(Answer answer, int status, string code, string path) =>
        Assert.That(
            (answer.Status, answer.Code, answer.ContentType),
            Is.EqualTo((status, code, "application/problem+json")),
            path
        );
}
