namespace Enterprise.Benchmarks.Fuzz;

/// <summary>A request that is in order. Words in braces stand for what differs from run to run.</summary>
internal sealed record Sample(string Method, string Target, string? Token = null, string? Body = null)
{
    private const string User = "{TOKEN}";
    private const string Admin = "{ADMIN}";

    /// <summary>What costs a hash stands here once, everything else twice (see <see cref="All"/>).</summary>
    private static readonly Sample[] Slow =
    [
        new(
            "POST",
            "/v1/auth/register",
            null,
            """{"email":"{NEW}-{NUMBER}@example.com","password":"violet-kettle-orbit-93","name":"Ada"}"""
        ),
        new("POST", "/v1/auth/login", null, """{"email":"nobody@example.com","password":"violet-kettle-orbit-93"}"""),
        new(
            "PUT",
            "/v1/me/password",
            User,
            """{"current_password":"not-this-one-9","new_password":"tall copper kettle 94"}"""
        ),
        new(
            "POST",
            "/v1/users",
            Admin,
            """{"email":"{NEW}-{NUMBER}@example.com","password":"violet-kettle-orbit-93","roles":["user"]}"""
        ),
    ];

    private static readonly Sample[] Fast =
    [
        new("GET", "/health"),
        new("GET", "/ready"),
        new("GET", "/version"),
        new("GET", "/.well-known/jwks.json"),
        new("POST", "/v1/auth/refresh", null, """{"refresh_token":"{REFRESH}"}"""),
        new(
            "POST",
            "/v1/auth/refresh",
            null,
            """{"refresh_token":"AZoAAAAAcACAAAAAAAAAAQAAAAEAAAAAAAAAAAAAAAAAAAAAAAAA"}"""
        ),
        new("POST", "/v1/auth/logout", null, """{"refresh_token":"{SPARE}"}"""),
        new("POST", "/v1/auth/logout-all", "{SPARE_TOKEN}"),
        new("GET", "/v1/me", User),
        new("PATCH", "/v1/me", User, """{"name":"Ada"}"""),
        new("GET", "/v1/me/sessions", User),
        new("DELETE", "/v1/me/sessions/0197a000-0000-7000-8000-000000000001", User),
        new(
            "PUT",
            "/v1/me/avatar",
            User,
            "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR\0\0\0\u0001\0\0\0\u0001\b\u0006\0\0\0\u001f\u0015\u00c4\u0089"
        ),
        new("DELETE", "/v1/me/avatar", User),
        new("GET", "/v1/users/{ID}/avatar", User),
        new("GET", "/v1/users?page=1&page_size=20&q=a&role=user&status=active&sort=-created_at", Admin),
        new("GET", "/v1/users?cursor=AAAA&sort=email", Admin),
        new("GET", "/v1/users/{ID}", User),
        new("GET", "/v1/users/{OTHER}", Admin),
        new("PUT", "/v1/users/{OTHER}", Admin, """{"name":"Ada","email":"{NEW}-{NUMBER}@example.com"}"""),
        new("PATCH", "/v1/users/{OTHER}", Admin, """{"name":"Ada"}"""),
        new("DELETE", "/v1/users/0197a000-0000-7000-8000-000000000001", Admin),
        new("POST", "/v1/users/{OTHER}/lock", Admin),
        new("POST", "/v1/users/{OTHER}/unlock", Admin),
        new("GET", "/v1/users/{OTHER}/sessions", Admin),
        new("DELETE", "/v1/users/{OTHER}/sessions", Admin),
        new("PUT", "/v1/users/{OTHER}/roles", Admin, """{"roles":["user"]}"""),
        new("GET", "/v1/roles", Admin),
        new("POST", "/v1/roles", Admin, """{"name":"{NEW}-{NUMBER}","description":"","permissions":["users.read"]}"""),
        new("GET", "/v1/roles/user", Admin),
        new("PUT", "/v1/roles/user", Admin, """{"description":"Everybody","permissions":[]}"""),
        new("DELETE", "/v1/roles/nobody", Admin),
        new("GET", "/v1/permissions", Admin),
        new(
            "GET",
            "/v1/audit?actor={ID}&subject={OTHER}&action=sessions.login&from=2026-01-01T00:00:00Z&to=2099-01-01T00:00:00Z",
            Admin
        ),
        new("GET", "/v1/audit?cursor=AAAA", Admin),
        new("GET", "/v1/admin/metrics", Admin),
        new("GET", "/nope"),
        new("OPTIONS", "/v1/me", User),
        new("HEAD", "/v1/me", User),
    ];

    public static IReadOnlyList<Sample> All { get; } = [.. Slow, .. Fast, .. Fast];
}
