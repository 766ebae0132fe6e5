using Enterprise.Application.Passwords;
using Enterprise.Domain.Common;
using Enterprise.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Api.Authentication;

/// <summary>
/// What one request of the access matrix finds: who sends it and whose things it is about. Nobody and nothing in it is part of
/// another request, so that what one of them deletes or ends is not missed by the next.
/// </summary>
/// <param name="Caller"><c>null</c> where nobody says who they are.</param>
/// <param name="Owner">Whose account, sessions and so on the route is about; the caller where these are their own.</param>
internal sealed record AccessScene(
    ApiHost Host,
    HttpClient Client,
    TestDatabase Database,
    ForgedSession? Caller,
    ForgedSession Owner
)
{
    public const string Password = "violet-kettle-orbit-93";

    private readonly Dictionary<Guid, string> tokens = [];

    /// <summary>Who acts on themselves: on routes without an id.</summary>
    public ForgedSession Self => Caller ?? Owner;

    /// <summary>The name of a role that is made by <see cref="MakeRoleAsync"/>.</summary>
    public string Role => $"of-{Owner.UserId:N}";

    public static string EmailOf(ForgedSession session) => $"{session.UserId}@example.com";

    /// <summary>Makes the <see cref="Role"/>, which nobody holds.</summary>
    public Task MakeRoleAsync() =>
        Database.ReadAsync<object>(
            """
            INSERT INTO roles (id, name, normalized_name, description, permissions, built_in, concurrency_stamp)
            VALUES ($1, $2, upper($2), '', '{}', false, 'forged')
            """,
            Fresh.Id(),
            Role
        );

    /// <summary>Makes the owner an administrator.</summary>
    public Task MakeOwnerAdminAsync() =>
        Database.ReadAsync<object>(
            "INSERT INTO user_roles (user_id, role_id) SELECT $1, id FROM roles WHERE name = 'admin'",
            Owner.UserId
        );

    /// <summary>Gives a forged account the <see cref="Password"/>.</summary>
    public async Task SetPasswordAsync(ForgedSession session)
    {
        var hasher = Host.Services.GetRequiredService<PasswordHasher>();
        var hashed = await hasher.HashAsync(session.UserId, new Secret(Password), CancellationToken.None);
        if (!hashed.TryGet(out var hash, out var busy))
            throw new AssertionException(busy.Code);
        await Database.ReadAsync<object>("UPDATE users SET password_hash = $2 WHERE id = $1", session.UserId, hash);
    }

    /// <summary>Gives somebody a picture, as they would have done before.</summary>
    public async Task GivePictureAsync(ForgedSession session)
    {
        var token = await TokenOfAsync(session);
        var answer = await Client.SendAsync(HttpMethod.Put, "/v1/me/avatar", Picture(), token);
        Assert.That(answer.Status, Is.EqualTo(204), answer.Text);
    }

    public static HttpContent Picture() => new ByteArrayContent(Pictures.Small(1));

    /// <summary>The access token of a session; the refresh token is spent by the first call.</summary>
    public async Task<string> TokenOfAsync(ForgedSession session)
    {
        if (!tokens.TryGetValue(session.Id, out var token))
            tokens[session.Id] = token = (await Client.PairAsync(session.Token)).Access;
        return token;
    }
}
