using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Enterprise.Application.Sessions;
using Enterprise.Application.Sessions.Keys;
using Enterprise.Tests.Support;
using Microsoft.Extensions.Options;

namespace Enterprise.Tests.Application.Sessions.Keys;

/// <summary>A reader with keys of every algorithm, and tokens that anyone may have signed with anything.</summary>
internal sealed class RingForge
{
    public static readonly ECDsa Retired = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    public static readonly ECDsa Future = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static readonly DateTimeOffset Start = new ManualClock().GetUtcNow();

    private readonly TokenForge claims = new();

    public RingForge(int cachedTokens = 64)
    {
        var options = KeyLab.Options([
            Key("ec", "ES256", KeyLab.EcPem, active: true),
            Key("ec2", "ES256", KeyLab.OtherEcPem),
            Key("ps", "PS256", KeyLab.RsaPem),
            Key("rs", "RS256", KeyLab.OtherRsaPem),
            new()
            {
                Kid = "hs",
                Algorithm = "HS256",
                Secret = KeyLab.Secret,
            },
            Key("retired", "ES256", Retired.ExportPkcs8PrivateKeyPem(), until: Start),
            Key("future", "ES256", Future.ExportPkcs8PrivateKeyPem(), from: Start.AddSeconds(1)),
        ]);
        options.Issuer = TokenForge.Jwt.Issuer;
        options.Audience = TokenForge.Jwt.Audience;
        options.CachedTokens = cachedTokens;
        Keys = KeyLab.Ring(options, Clock);
        Reader = new AccessTokenReader(Keys, Options.Create(options), Clock);
        Issuer = new AccessTokenIssuer(Keys, Options.Create(options), Options.Create(new SessionOptions()), Clock);
    }

    public ManualClock Clock => claims.Clock;
    public SigningKeys Keys { get; }
    public AccessTokenReader Reader { get; }
    public AccessTokenIssuer Issuer { get; }

    /// <summary>A token that names this key, with a signature that may be of any other.</summary>
    public string Token(string kid, string alg, Func<byte[], byte[]> sign, string more = "") =>
        Segments($$"""{"alg":"{{alg}}","typ":"at+jwt","kid":"{{kid}}"{{more}}}""", sign);

    public string Segments(string header, Func<byte[], byte[]> sign)
    {
        var segments = $"{TokenForge.Encode(header)}.{TokenForge.Encode(claims.Claims())}";
        return $"{segments}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(segments)))}";
    }

    public bool Reads(string token) => Reader.TryRead(token, out _);

    public static byte[] Es(ECDsa key, byte[] input) => key.SignData(input, HashAlgorithmName.SHA256);

    public static byte[] Ps(RSA key, byte[] input) =>
        key.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);

    public static byte[] Rs(RSA key, byte[] input) =>
        key.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public static byte[] Hs(byte[] secret, byte[] input) => HMACSHA256.HashData(secret, input);

    private static SigningKeySetting Key(
        string kid,
        string algorithm,
        string pem,
        bool active = false,
        DateTimeOffset? from = null,
        DateTimeOffset? until = null
    ) =>
        new()
        {
            Kid = kid,
            Algorithm = algorithm,
            Pem = pem,
            Active = active,
            Legacy = algorithm == "RS256",
            NotBefore = $"{from:yyyy-MM-dd'T'HH:mm:ss'Z'}",
            RetireAfter = $"{until:yyyy-MM-dd'T'HH:mm:ss'Z'}",
        };
}
