using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Enterprise.Tests.Api.Swagger;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Sessions;

/// <summary><c>GET /.well-known/jwks.json</c>; it needs no database.</summary>
internal sealed class KeysTests
{
    private const string Path = "/.well-known/jwks.json";

    private readonly ECDsa ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa future = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa retired = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly RSA rsa = RSA.Create(3072);

    private ApiHost host = null!;
    private HttpClient client = null!;

    [OneTimeSetUp]
    public void Start()
    {
        host = new ApiHost(
            DocumentFixture.NoDatabase,
            [
                .. Key(0, "ec", "ES256", ("Pem", ec.ExportPkcs8PrivateKeyPem()), ("Active", "true")),
                .. Key(1, "ps", "PS256", ("Pem", rsa.ExportPkcs8PrivateKeyPem())),
                .. Key(2, "hs", "HS256", ("Secret", "qZ8vK3xW1nT6yB4mR9pL2sD7hG5jF0aC-ring")),
                .. Key(
                    3,
                    "future",
                    "ES256",
                    ("Pem", future.ExportPkcs8PrivateKeyPem()),
                    ("NotBefore", "2999-01-01T00:00:00Z")
                ),
                .. Key(
                    4,
                    "retired",
                    "ES256",
                    ("Pem", retired.ExportPkcs8PrivateKeyPem()),
                    ("RetireAfter", "2020-01-01T00:00:00Z")
                ),
            ]
        );
        client = host.CreateClient();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        client.Dispose();
        ec.Dispose();
        future.Dispose();
        retired.Dispose();
        rsa.Dispose();
        await host.DisposeAsync();
    }

    [Test]
    public async Task It_lists_the_public_members_of_asymmetric_keys_and_nothing_else()
    {
        var answer = await client.SendAsync(HttpMethod.Get, Path);

        var keys = answer.Json.GetProperty("keys").EnumerateArray().ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((answer.Status, answer.ContentType), Is.EqualTo((200, "application/json")));
            Assert.That(keys.Select(key => key.GetProperty("kid").GetString()), Is.EqualTo(["ec", "ps", "future"]));
            Assert.That(Names(keys[0]), Is.EqualTo(["kty", "crv", "x", "y", "kid", "alg", "use"]));
            Assert.That(Names(keys[1]), Is.EqualTo(["kty", "n", "e", "kid", "alg", "use"]));
            Assert.That(
                keys.Select(key => key.GetProperty("alg").GetString()),
                Is.EqualTo(["ES256", "PS256", "ES256"])
            );
        }
    }

    [Test]
    public async Task What_it_lists_are_the_keys_of_the_ring()
    {
        var keys = (await client.SendAsync(HttpMethod.Get, Path)).Json.GetProperty("keys");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Bytes(keys[0], "x"), Is.EqualTo(ec.ExportParameters(false).Q.X));
            Assert.That(Bytes(keys[0], "y"), Is.EqualTo(ec.ExportParameters(false).Q.Y));
            Assert.That(Bytes(keys[1], "n"), Is.EqualTo(rsa.ExportParameters(false).Modulus));
            Assert.That(keys[1].GetProperty("e").GetString(), Is.EqualTo("AQAB"));
        }
    }

    [Test]
    public async Task It_may_be_kept_for_five_minutes_and_is_asked_for_again_by_its_tag()
    {
        var first = await client.SendAsync(HttpMethod.Get, Path);
        var tag = first.Headers.ETag!;

        var same = await client.SendAsync(HttpMethod.Get, Path, header: ("if-none-match", $"\"other\", {tag}"));
        var other = await client.SendAsync(HttpMethod.Get, Path, header: ("if-none-match", "\"other\""));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                first.Headers.CacheControl,
                Is.EqualTo(System.Net.Http.Headers.CacheControlHeaderValue.Parse("public, max-age=300"))
            );
            Assert.That(tag.IsWeak, Is.False);
            Assert.That((same.Status, same.Text, same.ContentType), Is.EqualTo((304, "", (string?)null)));
            Assert.That((same.Headers.ETag, same.Headers.CacheControl), Is.EqualTo((tag, first.Headers.CacheControl)));
            Assert.That((other.Status, other.Text), Is.EqualTo((200, first.Text)));
        }
    }

    [TestCase("application/jwk-set+json")]
    [TestCase("text/html")]
    [TestCase("*/*")]
    public async Task Whatever_a_verifier_accepts_it_gets_the_keys(string accept) =>
        Assert.That((await client.SendAsync(HttpMethod.Get, Path, header: ("accept", accept))).Status, Is.EqualTo(200));

    [Test]
    public async Task A_token_that_is_no_good_does_no_harm_where_nobody_asks_for_one() =>
        Assert.That((await client.SendAsync(HttpMethod.Get, Path, token: "stale")).Status, Is.EqualTo(200));

    [Test]
    public async Task Without_asymmetric_keys_the_list_is_empty()
    {
        await using var plain = new ApiHost(DocumentFixture.NoDatabase);
        using var plainClient = plain.CreateClient();

        Assert.That((await plainClient.SendAsync(HttpMethod.Get, Path)).Text, Is.EqualTo("""{"keys":[]}"""));
    }

    private static (string, string)[] Key(
        int number,
        string kid,
        string algorithm,
        params (string Name, string Value)[] more
    ) =>
        [
            ($"Jwt:Keys:{number}:Kid", kid),
            ($"Jwt:Keys:{number}:Algorithm", algorithm),
            .. more.Select(member => ($"Jwt:Keys:{number}:{member.Name}", member.Value)),
        ];

    private static IEnumerable<string> Names(JsonElement key) => key.EnumerateObject().Select(member => member.Name);

    private static byte[] Bytes(JsonElement key, string member) =>
        Base64Url.DecodeFromChars(key.GetProperty(member).GetString());
}
