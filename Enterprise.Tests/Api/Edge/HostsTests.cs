using Enterprise.Tests.Api.Users;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Edge;

internal sealed class HostsTests : UsersFixture
{
    private const string Foreign = "evil.example";

    private ApiHost strict = null!;
    private HttpClient picky = null!;

    [OneTimeSetUp]
    public void StartStrict()
    {
        strict = new ApiHost(
            Database.ConnectionString,
            ("Server:AllowedHosts", "api.example.com, *.apps.example.com,[::1]")
        );
        picky = strict.CreateClient();
    }

    [OneTimeTearDown]
    public async Task StopStrictAsync()
    {
        picky.Dispose();
        await strict.DisposeAsync();
    }

    [TestCase("api.example.com", true)]
    [TestCase("API.example.com:8443", true)]
    [TestCase("one.apps.example.com", true)]
    [TestCase("[::1]:8080", true)]
    [TestCase("apps.example.com", false)]
    [TestCase("api.example.com.evil.example", false)]
    [TestCase("evilapps.example.com", false)]
    [TestCase("127.0.0.1", false)]
    [TestCase("localhost", false)]
    public async Task Only_hosts_on_the_list_are_answered(string host, bool answered)
    {
        var answer = await SendAsync(picky, host, "/.well-known/jwks.json");

        Assert.That(
            (answer.Status, answer.Code),
            Is.EqualTo(answered ? (200, null) : (400, (string?)"request.unknown_host"))
        );
    }

    [TestCase("/health", 200)]
    [TestCase("/ready", 200)]
    [TestCase("/version", 200)]
    public async Task Probes_ask_by_address(string path, int status)
    {
        var answer = await Eventually.Async(
            () => SendAsync(picky, "10.1.2.3:8080", path),
            answer => answer.Status == status
        );

        Assert.That(answer.Status, Is.EqualTo(status));
    }

    [TestCase("/health/../v1/me")]
    [TestCase("/healthy")]
    [TestCase("/v1/users?x=/health")]
    public async Task Nothing_else_is_a_probe(string path) =>
        Assert.That((await SendAsync(picky, Foreign, path)).Code, Is.Not.Null.And.AnyOf("request.unknown_host"));

    [Test]
    public async Task Without_a_list_no_answer_is_made_of_the_host()
    {
        var token = await TokenOfAsync(await NewAdminAsync());
        var answers = new List<Answer>
        {
            await SendAsync(Client, Foreign, "/nope"),
            await SendAsync(Client, Foreign, "/v1/me"),
            await SendAsync(Client, Foreign, "/swagger/v1/swagger.json"),
            await SendAsync(Client, Foreign, "/.well-known/jwks.json"),
            await SendAsync(Client, Foreign, "/v1/users?page_size=1", token),
            await SendAsync(Client, Foreign, "/v1/audit?page_size=1", token),
            await SendAsync(
                Client,
                Foreign,
                "/v1/auth/register",
                null,
                new { email = Fresh.Email(), password = GoodPassword }
            ),
            await SendAsync(
                Client,
                Foreign,
                "/v1/roles",
                token,
                new
                {
                    name = $"r{Fresh.Id():N}"[..20],
                    description = "",
                    permissions = Array.Empty<string>(),
                }
            ),
        };

        Assert.Multiple(() =>
        {
            Assert.That(answers.Select(answer => answer.Header("Location")), Has.Exactly(2).Not.Null);
            Assert.That(answers.Select(answer => answer.Header("Link")), Has.Some.Not.Null);
            foreach (var answer in answers)
                Assert.That($"{answer.Headers}{answer.ContentHeaders}{answer.Text}", Does.Not.Contain(Foreign));
        });
    }

    private static async Task<Answer> SendAsync(
        HttpClient client,
        string host,
        string path,
        string? token = null,
        object? body = null
    )
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, path);
        request.Headers.Host = host;
        if (body is not null)
            request.Content = JsonContent.Of(body);
        if (token is not null)
            request.Headers.TryAddWithoutValidation("authorization", $"Bearer {token}");
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Answer((int)response.StatusCode, text, response.Headers, response.Content.Headers);
    }
}
