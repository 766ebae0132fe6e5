namespace Enterprise.Tests.Support;

/// <summary>What clients do with sessions.</summary>
internal static class SessionCalls
{
    public static Task<Answer> RefreshAsync(this HttpClient client, string token, string? address = null) =>
        client.SendAsync(
            HttpMethod.Post,
            "/v1/auth/refresh",
            JsonContent.Of(new { refresh_token = token }),
            address: address
        );

    public static Task<Answer> LogoutAsync(this HttpClient client, string token) =>
        client.SendAsync(HttpMethod.Post, "/v1/auth/logout", JsonContent.Of(new { refresh_token = token }));

    public static Task<Answer> LogoutAllAsync(this HttpClient client, string accessToken) =>
        client.SendAsync(HttpMethod.Post, "/v1/auth/logout-all", token: accessToken);

    public static async Task<int> MeAsync(this HttpClient client, string accessToken) =>
        (await client.SendAsync(HttpMethod.Get, "/v1/me", token: accessToken)).Status;

    /// <summary>The status of a request that needs a token and whose action asks the database for nothing else.</summary>
    public static async Task<int> SessionsAsync(this HttpClient client, string accessToken) =>
        (await client.SendAsync(HttpMethod.Get, "/v1/me/sessions", token: accessToken)).Status;

    /// <summary>Refreshes and demands success.</summary>
    public static async Task<Pair> PairAsync(this HttpClient client, string token)
    {
        var answer = await client.RefreshAsync(token);
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        return answer.Pair();
    }

    public static Pair Pair(this Answer answer) =>
        new(
            answer.Json.GetProperty("access_token").GetString()!,
            answer.Json.GetProperty("refresh_token").GetString()!
        );
}

/// <summary>A token pair.</summary>
internal sealed record Pair(string Access, string Refresh);
