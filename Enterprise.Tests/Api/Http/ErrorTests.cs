using System.Text;
using System.Text.Json;
using Enterprise.Application.Abstractions;
using Enterprise.Tests.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Enterprise.Tests.Api.Http;

internal sealed class ErrorTests : ApiFixture
{
    private static readonly string[] Members =
    [
        "type",
        "title",
        "status",
        "detail",
        "instance",
        "code",
        "request_id",
        "trace_id",
    ];

    [TestCase("GET", "/nope", 404, "request.not_found")]
    [TestCase("GET", "/v1/nope", 404, "request.not_found")]
    [TestCase("PATCH", "/health", 405, "request.method_not_allowed")]
    [TestCase("FOO", "/v1/auth/login", 405, "request.method_not_allowed")]
    [TestCase("GET", "/v1/me", 401, "auth.missing_token")]
    public async Task Every_refusal_is_a_problem_document(string method, string path, int status, string code)
    {
        var answer = await Client.SendAsync(new HttpMethod(method), path);

        Assert.Multiple(() =>
        {
            Assert.That((answer.Status, answer.Code), Is.EqualTo((status, code)));
            Assert.That(answer.ContentType, Is.EqualTo("application/problem+json"));
            Assert.That(answer.Json.EnumerateObject().Select(member => member.Name), Is.SupersetOf(Members));
            Assert.That(answer.Json.GetProperty("instance").GetString(), Is.EqualTo(path));
            Assert.That(answer.Json.GetProperty("request_id").GetString(), Is.EqualTo(answer.Header("x-request-id")));
            Assert.That(answer.Json.GetProperty("trace_id").GetString(), Has.Length.EqualTo(32));
        });
    }

    [Test]
    public async Task A_wrong_method_names_the_right_ones() =>
        Assert.That((await Client.SendAsync(HttpMethod.Delete, "/health")).Header("Allow"), Is.EqualTo("GET, HEAD"));

    [TestCase("text/plain")]
    [TestCase("application/xml")]
    [TestCase("application/json; charset=utf-16")]
    [TestCase("application/json; charset=")]
    [TestCase("application/json; charset")]
    [TestCase("application/json; charset=utf-8; charset=utf-16")]
    [TestCase("text/json")]
    [TestCase("application/vnd.api+json")]
    [TestCase("")]
    public async Task Another_content_type_is_415(string type)
    {
        var answer = await PostTextAsync("/v1/auth/login", """{"email":"a@b.de","password":"x"}""", type);

        Assert.That((answer.Status, answer.Code), Is.EqualTo((415, "request.unsupported_media_type")));
    }

    [TestCase("", "body")]
    [TestCase("null", "body")]
    [TestCase("[]", "body")]
    [TestCase("1", "body")]
    [TestCase("{", "body")]
    [TestCase("{}{}", "body")]
    [TestCase("<a/>", "body")]
    [TestCase("""{"email":{}}""", "email")]
    [TestCase("""{"email":1}""", "email")]
    [TestCase("""{"email":["a@b.de"]}""", "email")]
    [TestCase("""{"password":true}""", "password")]
    [TestCase("""{"Email":"a@b.de"}""", "Email")]
    [TestCase("""{"is_admin":true}""", "is_admin")]
    [TestCase("""{"$type":"x"}""", "$type")]
    [TestCase("""{"__proto__":{}}""", "__proto__")]
    [TestCase("""{"email":"a@b.de","email":"a@b.de"}""", "email")]
    [TestCase("""{"email":"a\u0000b@b.de"}""", "email")]
    [TestCase("""{"email":"a\ud800b@b.de"}""", "email")]
    [TestCase("\ufeff{}", "body")]
    public async Task What_cannot_be_read_is_400_and_names_the_place(string body, string field)
    {
        foreach (var path in new[] { "/v1/auth/login", "/v1/auth/register" })
        {
            var answer = await PostTextAsync(path, body);

            Assert.Multiple(() =>
            {
                Assert.That((answer.Status, answer.Code), Is.EqualTo((400, "request.malformed")), path);
                Assert.That(answer.Errors(field), Is.EqualTo(["malformed"]), answer.Text);
                Assert.That(answer.Text, Does.Not.Contain("Enterprise.").And.Not.Contain("System."));
            });
        }
    }

    [TestCase(16, true)]
    [TestCase(17, false)]
    public void Nesting_ends_at_sixteen(int depth, bool isRead)
    {
        var json = Host.Services.GetRequiredService<IOptions<JsonOptions>>().Value.JsonSerializerOptions;
        var text = new string('[', depth) + new string(']', depth);

        Assert.That(
            () => JsonSerializer.Deserialize<JsonElement>(text, json),
            isRead ? Throws.Nothing : Throws.InstanceOf<JsonException>()
        );
    }

    [Test]
    public async Task A_packed_body_is_415()
    {
        using var content = JsonContent.Of(new { email = "a@b.de", password = "x" });
        content.Headers.ContentEncoding.Add("gzip");

        var answer = await Client.SendAsync(HttpMethod.Post, "/v1/auth/login", content);

        Assert.That((answer.Status, answer.Code), Is.EqualTo((415, "request.unsupported_media_type")));
    }

    [Test]
    public async Task What_cannot_be_given_is_406()
    {
        var answer = await Client.SendAsync(HttpMethod.Get, "/health", header: ("accept", "application/xml"));

        Assert.That((answer.Status, answer.Code), Is.EqualTo((406, "request.not_acceptable")));
    }

    [Test]
    public async Task Invalid_UTF_8_is_400()
    {
        using var content = new ByteArrayContent([.. "{\"email\":\""u8, 0xC0, 0xAF, .. "\"}"u8]);
        content.Headers.TryAddWithoutValidation("content-type", "application/json");

        var answer = await Client.SendAsync(HttpMethod.Post, "/v1/auth/login", content);

        Assert.That((answer.Status, answer.Code), Is.EqualTo((400, "request.malformed")));
    }

    [Test]
    public async Task A_crash_tells_the_client_nothing_and_the_log_everything()
    {
        await using var host = new ApiHost(Database.ConnectionString)
        {
            Replace = services =>
                services.AddSingleton<ILoginStore>(_ => throw new InvalidTimeZoneException("SELECT hidden")),
        };
        using var client = host.CreateClient();

        var answer = await client.SendAsync(
            HttpMethod.Post,
            "/v1/auth/login",
            JsonContent.Of(new { email = "a@b.de", password = "x" })
        );

        Assert.Multiple(() =>
        {
            Assert.That((answer.Status, answer.Code), Is.EqualTo((500, "server.error")));
            Assert.That(answer.Text, Does.Not.Contain("hidden").And.Not.Contain("TimeZone"));
            Assert.That(host.Logs.Lines, Has.Some.Contains("SELECT hidden"));
        });
    }

    [TestCase("abc-DEF_1.2", true)]
    [TestCase("with space", false)]
    [TestCase("quote\"", false)]
    [TestCase("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    public async Task A_sane_request_id_is_kept_and_another_replaced(string sent, bool kept)
    {
        var answer = await Client.SendAsync(HttpMethod.Get, "/nope", header: ("x-request-id", sent));

        Assert.That(answer.Header("x-request-id"), kept ? Is.EqualTo(sent) : Is.Not.EqualTo(sent).And.Not.Empty);
    }

    [TestCase("/health")]
    [TestCase("/nope")]
    [TestCase("/v1/me")]
    public async Task Security_headers_are_on_every_answer(string path)
    {
        var answer = await GetAsync(path);

        Assert.Multiple(() =>
        {
            Assert.That(answer.Header("X-Content-Type-Options"), Is.EqualTo("nosniff"));
            Assert.That(answer.Header("X-Frame-Options"), Is.EqualTo("DENY"));
            Assert.That(answer.Header("Referrer-Policy"), Is.EqualTo("no-referrer"));
            Assert.That(answer.Header("Permissions-Policy"), Does.Contain("camera=()"));
            Assert.That(
                answer.Header("Content-Security-Policy"),
                Is.EqualTo("default-src 'none'; frame-ancestors 'none'")
            );
            Assert.That(answer.Header("Server"), Is.Null);
        });
    }

    [Test]
    public async Task HSTS_is_off_until_it_is_switched_on()
    {
        await using var host = new ApiHost(Database.ConnectionString, ("Server:Hsts", "true"));
        using var client = host.CreateClient();

        var on = await client.SendAsync(HttpMethod.Get, "/health");
        var off = await GetAsync("/health");

        Assert.That(
            (on.Header("Strict-Transport-Security"), off.Header("Strict-Transport-Security")),
            Is.EqualTo(("max-age=31536000; includeSubDomains", (string?)null))
        );
    }

    [Test]
    public async Task Secrets_reach_no_log_line()
    {
        var (_, email) = await NewAccountAsync();
        var token = await NewTokenAsync(email);
        await GetAsync("/v1/me", token);
        await PostAsync("/v1/auth/login", new { email, password = "wrong-canary-password" });

        var log = new StringBuilder().AppendJoin('\n', Host.Logs.Lines).ToString();
        Assert.Multiple(() =>
        {
            foreach (
                var secret in new[]
                {
                    GoodPassword,
                    "wrong-canary-password",
                    email,
                    token,
                    ApiHost.AccessSecret,
                    ApiHost.RefreshSecret,
                    ApiHost.Pepper,
                }
            )
                Assert.That(log, Does.Not.Contain(secret));
        });
    }
}
