using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Enterprise.Tests.Application.Sessions.Keys;

/// <summary>Tokens under asymmetric keys that must not be read, by what is wrong with them.</summary>
internal static partial class RingForgeries
{
    private static readonly RingForge Forge = new();

    private static readonly (string Kid, string Alg, Func<byte[], byte[]> Sign)[] Good =
    [
        ("ec", "ES256", input => RingForge.Es(KeyLab.Ec, input)),
        ("ps", "PS256", input => RingForge.Ps(KeyLab.Rsa, input)),
        ("rs", "RS256", input => RingForge.Rs(KeyLab.OtherRsa, input)),
        ("hs", "HS256", input => RingForge.Hs(Encoding.UTF8.GetBytes(KeyLab.Secret), input)),
    ];

    public static IEnumerable<TestCaseData> All() =>
        Algorithms()
            .Concat(PublicKeysAsSecrets())
            .Concat(WrongKeys())
            .Concat(EcSignatures())
            .Concat(RsaSignatures())
            .Concat(Headers())
            .Select(forged => new TestCaseData(forged.Token).SetArgDisplayNames(forged.Name));

    public static IEnumerable<TestCaseData> Genuine() =>
        Good.Select(key =>
            new TestCaseData(Forge.Token(key.Kid, key.Alg, key.Sign)).SetArgDisplayNames($"{key.Alg} under {key.Kid}")
        );

    /// <summary>The right key and the right signature under another name of algorithm.</summary>
    private static IEnumerable<(string Name, string Token)> Algorithms()
    {
        foreach (var (kid, own, sign) in Good)
        foreach (
            var alg in (string[])
                ["none", "", "HS256", "HS512", "ES256", "ES384", "PS256", "PS384", "RS256", "RS512", "EdDSA", "es256"]
        )
            if (alg != own)
                yield return ($"alg '{alg}' for {kid}", Forge.Token(kid, alg, sign));
    }

    /// <summary>What everyone may know of a key, used as the secret of HMAC (RFC 8725 section 2.1).</summary>
    private static IEnumerable<(string Name, string Token)> PublicKeysAsSecrets()
    {
        var ec = KeyLab.Ec.ExportParameters(false).Q;
        var rsa = KeyLab.Rsa.ExportParameters(false);
        (string Kid, string Alg, string Form, byte[] Secret)[] known =
        [
            ("ec", "ES256", "PEM", KeyLab.Bytes(KeyLab.EcPublicPem)),
            ("ec", "ES256", "PEM with a line break", KeyLab.Bytes(KeyLab.EcPublicPem + "\n")),
            ("ec", "ES256", "DER", KeyLab.Ec.ExportSubjectPublicKeyInfo()),
            ("ec", "ES256", "point", [4, .. ec.X!, .. ec.Y!]),
            ("ec", "ES256", "x", ec.X!),
            (
                "ec",
                "ES256",
                "JWK",
                KeyLab.Bytes(
                    $$"""{"kty":"EC","crv":"P-256","x":"{{Base64Url.EncodeToString(ec.X)}}","y":"{{Base64Url.EncodeToString(ec.Y)}}"}"""
                )
            ),
            ("ps", "PS256", "PEM", KeyLab.Bytes(KeyLab.Rsa.ExportSubjectPublicKeyInfoPem())),
            ("ps", "PS256", "PEM of PKCS#1", KeyLab.Bytes(KeyLab.Rsa.ExportRSAPublicKeyPem())),
            ("ps", "PS256", "DER", KeyLab.Rsa.ExportSubjectPublicKeyInfo()),
            ("ps", "PS256", "modulus", rsa.Modulus!),
            (
                "ps",
                "PS256",
                "JWK",
                KeyLab.Bytes($$"""{"kty":"RSA","n":"{{Base64Url.EncodeToString(rsa.Modulus)}}","e":"AQAB"}""")
            ),
        ];
        foreach (var (kid, alg, form, secret) in known)
        foreach (var named in (string[])[alg, "HS256"])
        foreach (var under in (string[])[kid, "hs"])
            yield return (
                $"{named} under {under} with the {form} of {kid}",
                Forge.Token(under, named, input => RingForge.Hs(secret, input))
            );
        yield return ("HS256 under ec with no secret", Forge.Token("ec", "HS256", input => RingForge.Hs([], input)));
        yield return (
            "HS256 under ec with the secret of another",
            Forge.Token("ec", "HS256", input => RingForge.Hs(KeyLab.Bytes(KeyLab.Secret), input))
        );
        yield return (
            "HS256 under ec with the access secret",
            Forge.Token("ec", "HS256", input => RingForge.Hs(KeyLab.Bytes(KeyLab.AccessSecret), input))
        );
    }

    private static IEnumerable<(string Name, string Token)> WrongKeys()
    {
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var wide = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        yield return (
            "ec2's signature under ec",
            Forge.Token("ec", "ES256", input => RingForge.Es(KeyLab.OtherEc, input))
        );
        yield return ("ec's signature under ec2", Forge.Token("ec2", "ES256", input => RingForge.Es(KeyLab.Ec, input)));
        yield return ("a stranger's under ec", Forge.Token("ec", "ES256", input => RingForge.Es(stranger, input)));
        yield return (
            "a P-384 key under ec, ES256",
            Forge.Token("ec", "ES256", input => wide.SignData(input, HashAlgorithmName.SHA256))
        );
        yield return (
            "a P-384 key under ec, ES384",
            Forge.Token("ec", "ES384", input => wide.SignData(input, HashAlgorithmName.SHA384))
        );
        yield return (
            "ps's PSS under rs as RS256",
            Forge.Token("rs", "RS256", input => RingForge.Ps(KeyLab.Rsa, input))
        );
        yield return ("ps's PKCS#1 under rs", Forge.Token("rs", "RS256", input => RingForge.Rs(KeyLab.Rsa, input)));
        yield return ("rs's PSS under ps", Forge.Token("ps", "PS256", input => RingForge.Ps(KeyLab.OtherRsa, input)));
        yield return (
            "a key that has retired",
            Forge.Token("retired", "ES256", input => RingForge.Es(RingForge.Retired, input))
        );
        yield return (
            "a key that is not yet good",
            Forge.Token("future", "ES256", input => RingForge.Es(RingForge.Future, input))
        );
        foreach (var kid in (string[])["EC", "ec ", "e", "ec3", "../ec", ""])
            yield return ($"kid '{kid}'", Forge.Token(kid, "ES256", input => RingForge.Es(KeyLab.Ec, input)));
    }

    /// <summary>Keys that the token brings along, or says where to get (RFC 8725 section 3.10).</summary>
    private static IEnumerable<(string Name, string Token)> Headers()
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = own.ExportParameters(false).Q;
        var jwk =
            $$"""{"kty":"EC","crv":"P-256","x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}"}""";
        foreach (
            var more in (string[])
                [
                    $",\"jwk\":{jwk}",
                    ",\"jku\":\"https://evil.example/jwks.json\"",
                    ",\"x5u\":\"https://evil.example/cert.pem\"",
                    ",\"x5c\":[\"AAAA\"]",
                    ",\"crit\":[\"exp\"]",
                    ",\"kid\":\"ec2\"",
                    ",\"alg\":\"ES256\"",
                ]
        )
        {
            yield return (
                $"a stranger's key and {more[2..5]}",
                Forge.Token("ec", "ES256", input => RingForge.Es(own, input), more)
            );
            yield return (
                $"the right key and {more[2..5]} {more.Length}",
                Forge.Token("ec", "ES256", input => RingForge.Es(KeyLab.Ec, input), more)
            );
        }
        yield return (
            "no kid",
            Forge.Segments("""{"alg":"ES256","typ":"at+jwt"}""", input => RingForge.Es(KeyLab.Ec, input))
        );
        yield return (
            "no alg",
            Forge.Segments("""{"typ":"at+jwt","kid":"ec"}""", input => RingForge.Es(KeyLab.Ec, input))
        );
        yield return (
            "typ JWT",
            Forge.Segments("""{"alg":"ES256","typ":"JWT","kid":"ec"}""", input => RingForge.Es(KeyLab.Ec, input))
        );
    }
}
