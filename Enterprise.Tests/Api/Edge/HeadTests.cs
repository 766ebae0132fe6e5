using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Edge;

/// <summary>HEAD is GET without a body (RFC 9110 section 9.3.2), and the connection stays in step.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class HeadTests
{
    private SocketHost host = null!;

    [OneTimeSetUp]
    public void Start() => host = new SocketHost();

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [TestCase("/health", "200")]
    [TestCase("/version", "200")]
    [TestCase("/.well-known/jwks.json", "200")]
    [TestCase("/swagger", "200")]
    [TestCase("/swagger/swagger-ui.css", "200")]
    [TestCase("/swagger/v1/swagger.json", "200")]
    [TestCase("/nope", "404")]
    [TestCase("/v1/me", "401")]
    [TestCase("/v1/auth/login", "405")]
    public async Task Head_has_the_headers_of_get_and_no_body(string path, string status)
    {
        await using var wire = await host.ConnectAsync();
        await wire.SendAsync(
            Request("HEAD", path) + Request("GET", path) + Request("HEAD", path) + Request("GET", "/health")
        );

        var head = await wire.ReadAsync(hasBody: false);
        var get = await wire.ReadAsync();
        var again = await wire.ReadAsync(hasBody: false);
        var health = await wire.ReadAsync();

        Assert.Multiple(() =>
        {
            Assert.That(head, Does.StartWith($"HTTP/1.1 {status} "));
            Assert.That(Headers(head), Is.EqualTo(Headers(get)));
            Assert.That(Headers(again), Is.EqualTo(Headers(get)));
            Assert.That(health, Does.StartWith("HTTP/1.1 200 ").And.Contains("""{"status":"ok"}"""));
        });
    }

    [TestCase("DELETE", "/health", "GET, HEAD")]
    [TestCase("GET", "/v1/auth/login", "POST")]
    [TestCase("HEAD", "/v1/auth/login", "POST")]
    [TestCase("POST", "/swagger", "GET, HEAD")]
    public async Task Allow_names_head_where_get_is_allowed(string method, string path, string allowed)
    {
        await using var wire = await host.ConnectAsync();
        await wire.SendAsync(Request(method, path, "Content-Length: 0\r\n"));

        Assert.That(
            await wire.ReadAsync(hasBody: method != "HEAD"),
            Does.StartWith("HTTP/1.1 405 ").And.Contains($"\r\nAllow: {allowed}\r\n")
        );
    }

    private static string Request(string method, string path, string headers = "") =>
        $"{method} {path} HTTP/1.1\r\nHost: x\r\n{headers}\r\n";

    /// <summary>Without what is of the request, and without how the body of a GET is framed (it may be left out).</summary>
    private static string[] Headers(string answer) =>
        [
            .. answer[..answer.IndexOf("\r\n\r\n", StringComparison.Ordinal)]
                .Split("\r\n")
                .Where(line =>
                    !line.StartsWith("Date:", StringComparison.Ordinal)
                    && !line.StartsWith("x-request-id:", StringComparison.Ordinal)
                    && !line.StartsWith("Transfer-Encoding:", StringComparison.Ordinal)
                )
                .Order(StringComparer.Ordinal),
        ];
}
