using Enterprise.Domain.Roles;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Authentication;

/// <summary>What the access matrix sends to each route. A new route needs a line here.</summary>
internal static class AccessSamples
{
    private static readonly string[] None = [];

    public static IReadOnlyList<AccessSample> All { get; } =
    [
        new("GET /.well-known/jwks.json"),
        new("GET /dev/ping"),
        new("POST /dev/echo") { Body = _ => new { msg = "hello" } },
        new("GET /health"),
        new("GET /ready"),
        new("GET /metrics"),
        new("GET /version"),
        new("GET /swagger/{**path}"),
        new("POST /v1/auth/register") { Body = _ => NewAccount(null) },
        new("POST /v1/auth/login")
        {
            Given = at => at.SetPasswordAsync(at.Owner),
            Body = at => new { email = AccessScene.EmailOf(at.Owner), password = AccessScene.Password },
        },
        new("POST /v1/auth/refresh") { Body = at => new { refresh_token = at.Owner.Token } },
        new("POST /v1/auth/logout") { Body = at => new { refresh_token = at.Owner.Token } },
        new("POST /v1/auth/logout-all"),
        new("GET /v1/me"),
        new("PATCH /v1/me") { Body = _ => new { name = "Ada" } },
        new("PUT /v1/me/password")
        {
            Given = at => at.SetPasswordAsync(at.Self),
            Body = _ => new { current_password = AccessScene.Password, new_password = "tall copper kettle 94" },
        },
        new("PUT /v1/me/avatar") { Content = AccessScene.Picture },
        new("DELETE /v1/me/avatar") { Given = at => at.GivePictureAsync(at.Self) },
        new("GET /v1/me/sessions"),
        new("DELETE /v1/me/sessions/{id}") { Id = at => at.Owner.Id },
        new("GET /v1/admin/metrics"),
        new("GET /v1/audit"),
        new("GET /v1/permissions"),
        new("GET /v1/roles"),
        new("POST /v1/roles") { Body = at => NewRole(at, None) },
        new("POST /v1/roles")
        {
            Variant = "all permissions",
            IsBeyondOne = true,
            Body = at => NewRole(at, [.. Permissions.All]),
        },
        new("GET /v1/roles/{name}") { Given = at => at.MakeRoleAsync() },
        new("PUT /v1/roles/{name}")
        {
            Given = at => at.MakeRoleAsync(),
            Body = _ => new { description = "", permissions = None },
        },
        new("PUT /v1/roles/{name}")
        {
            Variant = "all permissions",
            IsBeyondOne = true,
            Given = at => at.MakeRoleAsync(),
            Body = _ => new { description = "", permissions = Permissions.All },
        },
        new("DELETE /v1/roles/{name}") { Given = at => at.MakeRoleAsync() },
        new("GET /v1/users"),
        new("POST /v1/users") { Body = _ => NewAccount(null) },
        new("POST /v1/users")
        {
            Variant = "as an administrator",
            IsBeyondOne = true,
            Body = _ => NewAccount([BuiltInRoles.Admin]),
        },
        new("GET /v1/users/{id}"),
        new("PUT /v1/users/{id}") { Body = _ => new { name = "Ada" } },
        new("PUT /v1/users/{id}") { Variant = "an address", Body = _ => new { name = "Ada", email = Fresh.Email() } },
        new("PATCH /v1/users/{id}") { Body = _ => new { name = "Ada" } },
        new("PATCH /v1/users/{id}") { Variant = "an address", Body = _ => new { email = Fresh.Email() } },
        new("PATCH /v1/users/{id}")
        {
            Variant = "an administrator's address",
            Given = at => at.MakeOwnerAdminAsync(),
            Body = _ => new { email = Fresh.Email() },
        },
        new("DELETE /v1/users/{id}"),
        new("POST /v1/users/{id}/lock"),
        new("POST /v1/users/{id}/unlock"),
        new("PUT /v1/users/{id}/roles") { Body = _ => new { roles = None } },
        new("PUT /v1/users/{id}/roles")
        {
            Variant = "the role admin",
            IsBeyondOne = true,
            Body = _ => new { roles = new[] { BuiltInRoles.Admin } },
        },
        new("GET /v1/users/{id}/avatar") { Given = at => at.GivePictureAsync(at.Owner) },
        new("GET /v1/users/{id}/sessions"),
        new("DELETE /v1/users/{id}/sessions"),
    ];

    private static object NewAccount(string[]? roles) =>
        roles is null
            ? new { email = Fresh.Email(), password = AccessScene.Password }
            : new
            {
                email = Fresh.Email(),
                password = AccessScene.Password,
                roles,
            };

    private static object NewRole(AccessScene at, string[] permissions) =>
        new
        {
            name = at.Role,
            description = "",
            permissions,
        };
}
