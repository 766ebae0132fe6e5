using System.Net.Http.Headers;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Accounts;

/// <summary>A fixture whose callers send and look at pictures.</summary>
internal abstract class AvatarFixture : ApiFixture
{
    protected SessionForge Forge { get; private set; } = null!;

    [OneTimeSetUp]
    public void StartForge() => Forge = new SessionForge(Database);

    /// <summary>Somebody signed in, who holds these permissions.</summary>
    protected async Task<(Guid Id, string Token)> NewCallerAsync(params string[] permissions)
    {
        var session = await Forge.NewHolderAsync(permissions);
        return (session.UserId, (await Client.PairAsync(session.Token)).Access);
    }

    protected Task<Answer> PutAsync(string token, byte[] file, string? type = null) =>
        PutAsync(Client, token, new ByteArrayContent(file), type);

    protected static Task<Answer> PutAsync(HttpClient client, string token, HttpContent content, string? type = null)
    {
        content.Headers.ContentType = null;
        if (type is not null)
            content.Headers.TryAddWithoutValidation("content-type", type);
        return client.SendAsync(HttpMethod.Put, "/v1/me/avatar", content, token);
    }

    protected Task<Answer> DeleteAsync(string token) =>
        Client.SendAsync(HttpMethod.Delete, "/v1/me/avatar", token: token);

    /// <summary>A picture as it is answered, with its bytes.</summary>
    protected async Task<(HttpResponseMessage Answer, byte[] Bytes)> LookAsync(
        string token,
        Guid id,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/users/{id}/avatar");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        var answer = await Client.SendAsync(request);
        return (answer, await answer.Content.ReadAsByteArrayAsync());
    }

    protected async Task<int> StatusAsync(string token, Guid id, params (string Name, string Value)[] headers) =>
        (int)(await LookAsync(token, id, headers)).Answer.StatusCode;

    /// <summary>What is kept for a user: pictures and uploads, and the chunks of all of them.</summary>
    protected async Task<(long Avatars, long Chunks)> CountAsync(Guid id) =>
        (
            await Database.ReadAsync<long>("SELECT count(*) FROM avatars WHERE user_id = $1", id),
            await Database.ReadAsync<long>(
                "SELECT count(*) FROM avatar_chunks WHERE avatar_id IN (SELECT id FROM avatars WHERE user_id = $1)",
                id
            )
        );
}
