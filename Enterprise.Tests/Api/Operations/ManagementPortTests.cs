using Enterprise.Api.Setup;
using Enterprise.Tests.Api.Swagger;
using Enterprise.Tests.Support;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Api.Operations;

/// <summary>Two ports, over real sockets. There is no database, so that it is not ready.</summary>
internal sealed class ManagementPortTests
{
    private ApiHost host = null!;
    private HttpClient main = null!;
    private HttpClient management = null!;

    [OneTimeSetUp]
    public void Start()
    {
        host = new ApiHost(
            DocumentFixture.NoDatabase,
            ("Server:Port", "0"),
            ("Server:ManagementPort", "0"),
            ("Server:AllowedHosts", "api.example.com")
        );
        host.UseKestrel();
        host.StartServer();
        var addresses = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Assert.That(addresses, Has.Count.EqualTo(2));
        main = ClientOf(addresses.First());
        management = ClientOf(addresses.Last());
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        main.Dispose();
        management.Dispose();
        await host.DisposeAsync();
    }

    [TestCase("GET", "/metrics")]
    [TestCase("HEAD", "/metrics")]
    [TestCase("POST", "/metrics")]
    [TestCase("DELETE", "/Metrics/")]
    public async Task On_the_main_port_there_is_no_page_for_Prometheus(string method, string path)
    {
        var answer = await SendAsync(main, method, path);

        Assert.That(answer.Status, Is.EqualTo(404));
        Assert.That(answer.Header("Allow"), Is.Null);
        if (method != "HEAD")
            Assert.That(answer.Code, Is.EqualTo("request.not_found"));
    }

    [TestCase("/metrics", 200)]
    [TestCase("/health", 200)]
    [TestCase("/ready", 503)]
    [TestCase("/version", 200)]
    public async Task The_operational_routes_answer_on_the_management_port(string path, int status) =>
        Assert.That((await SendAsync(management, "GET", path)).Status, Is.EqualTo(status));

    [TestCase("/health", 200)]
    [TestCase("/version", 200)]
    [TestCase("/.well-known/jwks.json", 200)]
    [TestCase("/v1/me", 401)]
    [TestCase("/swagger/v1/swagger.json", 200)]
    public async Task The_main_port_answers_as_ever(string path, int status) =>
        Assert.That((await SendAsync(main, "GET", path)).Status, Is.EqualTo(status));

    [TestCase("GET", "/v1/me")]
    [TestCase("POST", "/v1/auth/login")]
    [TestCase("DELETE", "/v1/auth/login")]
    [TestCase("GET", "/.well-known/jwks.json")]
    [TestCase("GET", "/swagger/v1/swagger.json")]
    [TestCase("GET", "/dev/ping")]
    [TestCase("GET", "/nowhere")]
    [TestCase("POST", "/health")]
    public async Task Nothing_else_answers_on_the_management_port(string method, string path)
    {
        var answer = await SendAsync(management, method, path);

        Assert.That((answer.Status, answer.Code), Is.EqualTo((404, "request.not_found")));
    }

    [Test]
    public async Task What_makes_it_not_ready_is_told_on_the_management_port_only()
    {
        var brief = await SendAsync(main, "GET", "/ready");
        var full = await SendAsync(management, "GET", "/ready");

        Assert.That((brief.Status, brief.Text), Is.EqualTo((503, """{"status":"not_ready"}""")));
        Assert.That(
            (full.Status, full.Json.GetProperty("checks").ValueKind),
            Is.EqualTo((503, System.Text.Json.JsonValueKind.Object))
        );
    }

    [TestCase(8080, 8080, false)]
    [TestCase(8080, 65536, false)]
    [TestCase(8080, -1, false)]
    [TestCase(8080, 9090, true)]
    [TestCase(0, 0, true)]
    [TestCase(8080, null, true)]
    public void It_is_another_port_than_the_main_one(int port, int? management, bool isGood)
    {
        var faults = new ServerOptionsValidator().Validate(
            null,
            new ServerOptions { Port = port, ManagementPort = management }
        );

        Assert.That(faults.Succeeded, Is.EqualTo(isGood));
        if (!isGood)
            Assert.That(faults.FailureMessage, Does.StartWith("APP_SERVER__MANAGEMENT_PORT "));
    }

    [Test]
    public async Task An_empty_setting_is_none()
    {
        await using var other = new ApiHost(DocumentFixture.NoDatabase, ("Server:ManagementPort", ""));
        using var client = other.CreateClient();

        Assert.That((await client.SendAsync(HttpMethod.Get, "/metrics")).Status, Is.EqualTo(200));
    }

    /// <summary>Claims the name of the other side: what counts is the port that the connection came in by.</summary>
    private async Task<Answer> SendAsync(HttpClient client, string method, string path)
    {
        var other = client == main ? management : main;
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        // Only operational routes answer for any host.
        request.Headers.Host = path is "/health" or "/ready" or "/metrics"
            ? other.BaseAddress!.Authority
            : "api.example.com";
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Answer((int)response.StatusCode, text, response.Headers, response.Content.Headers);
    }

    private static HttpClient ClientOf(string address) => new() { BaseAddress = new Uri(address) };
}
