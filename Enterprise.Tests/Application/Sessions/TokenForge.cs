using System.Buffers.Text;
using System.Text;
using Enterprise.Application.Sessions;
using Enterprise.Application.Sessions.Keys;
using Enterprise.Tests.Support;
using Microsoft.Extensions.Options;

namespace Enterprise.Tests.Application.Sessions;

/// <summary>Makes tokens of any shape, signed with the right key unless told otherwise, so that nothing but the shape can refuse them.</summary>
internal sealed class TokenForge
{
    public const string Secret = "the access secret of the tests, 32 bytes and more";
    public const string User = "0197a000-0000-7000-8000-000000000001";
    public const string Session = "0197a000-0000-7000-8000-000000000002";
    public const string Id = "0197a000-0000-7000-8000-000000000003";

    public static readonly JwtOptions Jwt = new()
    {
        AccessSecret = Secret,
        RefreshSecret = "the refresh secret of the tests, 32 bytes and more",
        Issuer = "https://issuer.example",
        Audience = "https://audience.example",
    };

    public static readonly Entitlements Granted = new(["user"], ["users.read"], [1, 1]);

    public static readonly HmacKey Key = HmacKey.From(Secret);

    public TokenForge()
    {
        var keys = new SigningKeys(Options.Create(Jwt), Clock);
        Reader = new AccessTokenReader(keys, Options.Create(Jwt), Clock);
        Issuer = new AccessTokenIssuer(keys, Options.Create(Jwt), Options.Create(new SessionOptions()), Clock);
    }

    public ManualClock Clock { get; } = new();
    public AccessTokenReader Reader { get; }
    public AccessTokenIssuer Issuer { get; }

    /// <summary>The clock's time, in the seconds that tokens count.</summary>
    public long Now => Clock.GetUtcNow().ToUnixTimeSeconds();

    public static string GoodHeader => $$"""{"alg":"HS256","typ":"at+jwt","kid":"{{Key.Id}}"}""";

    /// <summary>The members of a good header, the given ones replaced, taken away (<c>null</c>) or added; values are raw JSON.</summary>
    public static string Header(params (string Name, string? Json)[] changes) =>
        Object([("alg", "\"HS256\""), ("typ", "\"at+jwt\""), ("kid", $"\"{Key.Id}\"")], changes);

    public string Claims(params (string Name, string? Json)[] changes) =>
        Object(
            [
                ("iss", $"\"{Jwt.Issuer}\""),
                ("sub", $"\"{User}\""),
                ("aud", $"\"{Jwt.Audience}\""),
                ("exp", $"{Now + 600}"),
                ("iat", $"{Now}"),
                ("nbf", $"{Now}"),
                ("jti", $"\"{Id}\""),
                ("sid", $"\"{Session}\""),
                ("roles", "[\"user\"]"),
                ("permissions", "[\"users.read\"]"),
                ("ver", "[1,1]"),
            ],
            changes
        );

    public static string Sign(string header, string claims, SigningKey? key = null) =>
        SignSegments($"{Encode(header)}.{Encode(claims)}", key);

    public static string SignSegments(string segments, SigningKey? key = null)
    {
        var signature = new byte[(key ?? Key).SignatureBytes];
        (key ?? Key).Sign(Encoding.UTF8.GetBytes(segments), signature);
        return $"{segments}.{Base64Url.EncodeToString(signature)}";
    }

    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static string Object((string Name, string? Json)[] members, (string Name, string? Json)[] changes)
    {
        var all = members
            .Select(member =>
                Array.Find(changes, change => change.Name == member.Name) is { Name: not null } found ? found : member
            )
            .Concat(changes.Where(change => !Array.Exists(members, member => member.Name == change.Name)))
            .Where(member => member.Json is not null);
        return $"{{{string.Join(',', all.Select(member => $"\"{member.Name}\":{member.Json}"))}}}";
    }
}
