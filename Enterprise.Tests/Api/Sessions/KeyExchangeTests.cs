using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Sessions;

internal sealed class KeyExchangeTests : ApiFixture
{
    private const string NewSecret = "Rk4Wm8Zt1Xq6Yb3Nv9Lc2Hs7Dj5Fg0Pa-new-access";

    [Test]
    public async Task A_token_of_the_old_secret_is_good_while_that_is_kept_and_no_longer()
    {
        var (_, email) = await NewAccountAsync();
        var token = await NewTokenAsync(email);
        await using var kept = new ApiHost(
            Database.ConnectionString,
            ("Jwt:AccessSecret", NewSecret),
            ("Jwt:PreviousAccessSecrets", ApiHost.AccessSecret)
        );
        await using var dropped = new ApiHost(Database.ConnectionString, ("Jwt:AccessSecret", NewSecret));

        Assert.That((await MeAsync(kept, token), await MeAsync(dropped, token)), Is.EqualTo((200, 401)));
    }

    [Test]
    public async Task A_new_token_names_the_new_key()
    {
        var (_, email) = await NewAccountAsync();
        var old = await NewTokenAsync(email);
        await using var exchanged = new ApiHost(
            Database.ConnectionString,
            ("Jwt:AccessSecret", NewSecret),
            ("Jwt:PreviousAccessSecrets", ApiHost.AccessSecret)
        );
        using var client = exchanged.CreateClient();

        var login = await client.SendAsync(
            HttpMethod.Post,
            "/v1/auth/login",
            JsonContent.Of(new { email, password = GoodPassword })
        );

        var fresh = login.Json.GetProperty("access_token").GetString()!;
        Assert.That(fresh.Split('.')[0], Is.Not.EqualTo(old.Split('.')[0]));
    }

    private static async Task<int> MeAsync(ApiHost host, string token)
    {
        using var client = host.CreateClient();
        return (await client.SendAsync(HttpMethod.Get, "/v1/me", token: token)).Status;
    }
}
