using System.Text.Json;
using Enterprise.Domain.Roles;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Users;

/// <summary>A fixture whose callers hold what a test says, without the cost of a login.</summary>
internal abstract class UsersFixture : ApiFixture
{
    protected SessionForge Forge { get; private set; } = null!;

    [OneTimeSetUp]
    public void StartForge() => Forge = new SessionForge(Database);

    /// <summary>The access token of somebody who holds these permissions and no others.</summary>
    protected async Task<string> NewTokenOfAsync(params string[] permissions) =>
        await TokenOfAsync(await Forge.NewHolderAsync(permissions));

    protected async Task<string> TokenOfAsync(ForgedSession session) => (await Client.PairAsync(session.Token)).Access;

    /// <summary>Somebody with the role <c>admin</c>.</summary>
    protected async Task<ForgedSession> NewAdminAsync()
    {
        var session = await Forge.NewAsync();
        await Database.ReadAsync<object>(
            "INSERT INTO user_roles (user_id, role_id) SELECT $1, id FROM roles WHERE name = $2",
            session.UserId,
            BuiltInRoles.Admin
        );
        return session;
    }

    protected Task<Answer> SendAsync(
        HttpMethod method,
        string path,
        string token,
        object? body = null,
        string? ifMatch = null
    ) =>
        Client.SendAsync(
            method,
            path,
            body is null ? null : JsonContent.Of(body),
            token,
            header: ifMatch is null ? null : ("If-Match", ifMatch)
        );

    protected Task<Answer> PutAsync(Guid id, string token, object body, string? ifMatch = "*") =>
        SendAsync(HttpMethod.Put, $"/v1/users/{id}", token, body, ifMatch);

    protected Task<Answer> PatchAsync(Guid id, string token, object body, string? ifMatch = "*") =>
        SendAsync(HttpMethod.Patch, $"/v1/users/{id}", token, body, ifMatch);

    protected Task<Answer> DeleteAsync(Guid id, string token) => SendAsync(HttpMethod.Delete, $"/v1/users/{id}", token);

    protected Task<Answer> LockAsync(Guid id, string token) =>
        SendAsync(HttpMethod.Post, $"/v1/users/{id}/lock", token);

    protected Task<Answer> AssignAsync(Guid id, string token, string? ifMatch, params string[] roles) =>
        SendAsync(HttpMethod.Put, $"/v1/users/{id}/roles", token, new { roles }, ifMatch);

    protected static IEnumerable<string?> Roles(JsonElement user) =>
        user.GetProperty("roles").EnumerateArray().Select(role => role.GetString());

    protected static void AssertIs(Answer answer, int status, string code) =>
        Assert.That((answer.Status, answer.Code), Is.EqualTo((status, code)), answer.Text);

    /// <summary>What the last entry of an action about somebody says has changed.</summary>
    protected Task<string?> ChangesAsync(Guid subject, string action) =>
        Database.ReadAsync<string>(
            "SELECT changes::text FROM audit_entries WHERE subject_id = $1 AND action = $2 ORDER BY at DESC LIMIT 1",
            subject,
            action
        );
}
