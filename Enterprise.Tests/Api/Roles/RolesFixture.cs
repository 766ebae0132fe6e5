using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Roles;

/// <summary>A fixture whose callers hold what a test says, without the cost of a login.</summary>
internal abstract class RolesFixture : ApiFixture
{
    private static int count;

    protected SessionForge Forge { get; private set; } = null!;

    [OneTimeSetUp]
    public void StartForge() => Forge = new SessionForge(Database);

    protected static string NewName() => $"role-{Interlocked.Increment(ref count)}";

    /// <summary>The access token of somebody who holds these permissions and no others.</summary>
    protected async Task<string> NewTokenOfAsync(params string[] permissions) =>
        (await Client.PairAsync((await Forge.NewHolderAsync(permissions)).Token)).Access;

    protected Task<Answer> PostRoleAsync(string token, object body) =>
        Client.SendAsync(HttpMethod.Post, "/v1/roles", JsonContent.Of(body), token);

    protected Task<Answer> PostRoleAsync(string token, string name, params string[] permissions) =>
        PostRoleAsync(
            token,
            new
            {
                name,
                description = "of the tests",
                permissions,
            }
        );

    protected Task<Answer> PutRoleAsync(string token, string name, string? ifMatch, params string[] permissions) =>
        PutRoleAsync(token, name, ifMatch, new { description = "changed", permissions });

    protected Task<Answer> PutRoleAsync(string token, string name, string? ifMatch, object body) =>
        Client.SendAsync(HttpMethod.Put, $"/v1/roles/{name}", JsonContent.Of(body), token, header: IfMatch(ifMatch));

    protected Task<Answer> DeleteRoleAsync(string token, string name, string? ifMatch) =>
        Client.SendAsync(HttpMethod.Delete, $"/v1/roles/{name}", token: token, header: IfMatch(ifMatch));

    protected static IEnumerable<string?> Permissions(System.Text.Json.JsonElement role) =>
        role.GetProperty("permissions").EnumerateArray().Select(permission => permission.GetString());

    private static (string, string)? IfMatch(string? value) => value is null ? null : ("If-Match", value);
}
