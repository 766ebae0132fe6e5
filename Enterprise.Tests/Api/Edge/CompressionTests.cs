using System.IO.Compression;
using System.Reflection;
using System.Text.Json;
using Enterprise.Api.Edge;
using Enterprise.Tests.Api.Swagger;
using Enterprise.Tests.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Routing;

namespace Enterprise.Tests.Api.Edge;

internal sealed class CompressionTests : DocumentFixture
{
    private const string Text = "/swagger/v1/swagger.json";

    [TestCase("br", "br")]
    [TestCase("gzip", "gzip")]
    [TestCase("gzip, deflate, br, zstd", "br")]
    [TestCase("br;q=0, gzip", "gzip")]
    [TestCase("*", "br")]
    [TestCase("identity;q=0, br", "br")]
    [TestCase("", null)]
    [TestCase("br;q=0", null)]
    [TestCase("identity;q=0", null)]
    [TestCase("identity;q=0, *;q=0", null)]
    [TestCase("zstd", null)]
    [TestCase("br;q=", null)]
    [TestCase(";;;,,,q=1;=", null)]
    [TestCase("\"br", null)]
    [TestCase("br;q=99999999999999999999", null)]
    public async Task What_is_long_is_compressed_for_those_who_can_read_it(string accepted, string? encoding)
    {
        using var response = await GetAsync(Text, accepted);

        Assert.That((int)response.StatusCode, Is.EqualTo(200));
        if (encoding is not null)
            Assert.That(response.Content.Headers.ContentEncoding, Is.EqualTo([encoding]));
        Assert.That(response.Headers.Vary, Does.Contain("Accept-Encoding"));
        Assert.That(
            JsonDocument.Parse(await UnpackAsync(response)).RootElement.GetProperty("openapi").GetString(),
            Is.Not.Empty
        );
    }

    [Test]
    public async Task It_is_also_compressed_behind_a_proxy_that_speaks_TLS()
    {
        await using var host = new ApiHost(NoDatabase);
        using var client = host.CreateClient(new() { BaseAddress = new Uri("https://localhost") });
        using var request = new HttpRequestMessage(HttpMethod.Get, Text);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");

        using var response = await client.SendAsync(request);

        Assert.That(response.Content.Headers.ContentEncoding, Is.EqualTo(["gzip"]));
    }

    [TestCase("/health", 200)]
    [TestCase("/.well-known/jwks.json", 200)]
    [TestCase("/v1/users", 401)]
    [TestCase("/nope", 404)]
    public async Task Nothing_else_is(string path, int status)
    {
        using var response = await GetAsync(path, "br, gzip");

        Assert.That(
            ((int)response.StatusCode, response.Content.Headers.ContentEncoding.Count),
            Is.EqualTo((status, 0))
        );
    }

    [Test]
    public void Only_lists_are_compressed_and_nothing_that_carries_a_token()
    {
        var compressed = Actions()
            .Where(action => action.Action.GetCustomAttribute<CompressedAttribute>() is not null)
            .ToArray();
        var withTokens = Actions()
            .Where(action =>
                action
                    .Action.GetCustomAttributes<ProducesResponseTypeAttribute>()
                    .Any(answer =>
                        answer
                            .Type.GetProperties()
                            .Any(member => member.Name.Contains("Token", StringComparison.Ordinal))
                    )
            )
            .Select(action => action.Route)
            .ToArray();

        Assert.That(
            compressed.Select(action => action.Route),
            Is.EquivalentTo([
                "get /v1/audit",
                "get /v1/permissions",
                "get /v1/roles",
                "get /v1/users",
                "get /v1/users/{id}/sessions",
            ])
        );
        Assert.That(withTokens, Does.Contain("post /v1/auth/login").And.Contains("post /v1/auth/refresh"));
        Assert.That(compressed.Select(action => action.Route).Intersect(withTokens), Is.Empty);
        Assert.That(
            compressed.Where(action =>
                action
                    .Action.GetCustomAttributes<HttpMethodAttribute>()
                    .Any(route => !route.HttpMethods.Contains("GET"))
            ),
            Is.Empty
        );
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string accepted)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        return await Client.SendAsync(request);
    }

    private static async Task<string> UnpackAsync(HttpResponseMessage response)
    {
        await using var body = await response.Content.ReadAsStreamAsync();
        await using Stream unpacked = response.Content.Headers.ContentEncoding.SingleOrDefault() switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var reader = new StreamReader(unpacked);
        return await reader.ReadToEndAsync();
    }
}
