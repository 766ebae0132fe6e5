using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Edge;

/// <summary>The address that is stored of a login is the client's, whatever the client says about it.</summary>
internal sealed class SpoofingTests : ApiFixture
{
    private const string Proxy = "10.1.2.3";
    private const string Stranger = "203.0.113.9";
    private const string Client1 = "198.51.100.4";

    private static readonly string[] Claims =
    [
        "X-Forwarded-Host: evil.example",
        "X-Forwarded-Port: 1",
        "X-Forwarded-Prefix: /evil",
        "X-Forwarded: for=8.8.8.8",
        "X-Forwarded-Client-Cert: By=evil",
        "Forwarded: for=8.8.8.8;host=evil.example;proto=https",
        "Forwarded-For: 8.8.8.8",
        "X-Real-IP: 8.8.8.8",
        "X-Client-IP: 8.8.8.8",
        "X-Cluster-Client-IP: 8.8.8.8",
        "X-Remote-IP: 8.8.8.8",
        "X-Remote-Addr: 8.8.8.8",
        "X-Originating-IP: 8.8.8.8",
        "X-Original-For: 8.8.8.8",
        "X-Original-Host: evil.example",
        "X-Original-Proto: https",
        "X-Original-URL: /v1/users",
        "X-Rewrite-URL: /v1/users",
        "X-HTTP-Method-Override: DELETE",
        "X-HTTP-Method: DELETE",
        "X-Method-Override: DELETE",
        "True-Client-IP: 8.8.8.8",
        "CF-Connecting-IP: 8.8.8.8",
        "Fastly-Client-IP: 8.8.8.8",
        "Via: 1.1 8.8.8.8",
    ];

    protected override (string Key, string Value)[] Settings =>
        [
            ("TrustedProxies:Networks", "10.0.0.0/8"),
            // What ASPNETCORE_FORWARDEDHEADERS_ENABLED comes to, which would make the framework believe everybody.
            ("ForwardedHeaders_Enabled", "true"),
        ];

    [TestCaseSource(nameof(Claims))]
    public async Task Only_what_a_trusted_proxy_says_of_the_client_counts(string claim)
    {
        Assert.Multiple(async () =>
        {
            Assert.That(await AddressOfALoginAsync(Stranger, claim), Is.EqualTo(Stranger));
            Assert.That(await AddressOfALoginAsync(Proxy, claim), Is.EqualTo(Proxy));
            Assert.That(await AddressOfALoginAsync(Proxy, claim, $"X-Forwarded-For: {Client1}"), Is.EqualTo(Client1));
        });
    }

    [TestCase("X-Forwarded-For: 8.8.8.8", Stranger)]
    [TestCase("x-forwarded-for: 10.1.2.3, 8.8.8.8", Stranger)]
    public async Task A_stranger_is_not_believed(string claim, string stored) =>
        Assert.That(await AddressOfALoginAsync(Stranger, claim), Is.EqualTo(stored));

    [TestCase("X-Forwarded-Host: evil.example")]
    [TestCase("X-Original-URL: /v1/users")]
    [TestCase("X-HTTP-Method-Override: DELETE")]
    public async Task Another_host_path_or_method_is_not_found_in_an_answer(string claim)
    {
        foreach (var peer in new[] { Stranger, Proxy })
        {
            var answer = await SendAsync(HttpMethod.Get, "/health", "", peer, claim);

            Assert.That((answer.Status, answer.Text), Is.EqualTo((200, """{"status":"ok"}""")));
        }
    }

    private async Task<string?> AddressOfALoginAsync(string peer, params string[] claims)
    {
        var (_, email) = await NewAccountOnceAsync();
        var body = $$"""{"email":"{{email}}","password":"{{GoodPassword}}"}""";
        var login = await SendAsync(HttpMethod.Post, "/v1/auth/login", body, peer, claims);
        Assert.That(login.Status, Is.EqualTo(200), login.Text);
        var token = login.Json.GetProperty("access_token").GetString();
        var sessions = await GetAsync("/v1/me/sessions", token);
        return sessions
            .Json.GetProperty("items")
            .EnumerateArray()
            .Single(session => session.GetProperty("current").GetBoolean())
            .GetProperty("address")
            .GetString();
    }

    private (Guid Id, string Email)? account;

    private async Task<(Guid Id, string Email)> NewAccountOnceAsync() => account ??= await NewAccountAsync();

    private async Task<Answer> SendAsync(
        HttpMethod method,
        string path,
        string body,
        string peer,
        params string[] claims
    )
    {
        using var request = new HttpRequestMessage(method, path);
        if (body.Length > 0)
            request.Content = new StringContent(body, null, "application/json");
        request.Headers.TryAddWithoutValidation(ApiHost.AddressHeader, peer);
        foreach (var claim in claims)
            request.Headers.TryAddWithoutValidation(claim.Split(": ")[0], claim.Split(": ")[1]);
        using var response = await Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Answer((int)response.StatusCode, text, response.Headers, response.Content.Headers);
    }
}
