using System.Security.Cryptography;

namespace Enterprise.Tests.Application.Sessions.Keys;

/// <summary>Keys that a ring does not take.</summary>
internal static partial class KeyExamples
{
    public static IEnumerable<TestCaseData> Bad()
    {
        foreach (var kid in (string[])["a b", "a.b", "../a", "\u00e4", "a\n", new('a', 65)])
            yield return One(
                $"kid {kid.Length}",
                With(KeyLab.EcKey(), key => key.Kid = kid),
                "KID must have 1 to 64 characters of A-Z, a-z, 0-9, _ and -"
            );
        yield return One("no kid", With(KeyLab.EcKey(), key => key.Kid = ""), "KID is missing");
        foreach (var algorithm in (string[])["", "none", "es256", "ES384", "HS512", "EdDSA", "RSA-OAEP"])
            yield return One(
                $"algorithm '{algorithm}'",
                Key(algorithm, KeyLab.EcPem),
                "ALGORITHM must be ES256, PS256, HS256 or, for old verifiers, RS256"
            );
        yield return One(
            "RS256 without the label",
            Key("RS256", KeyLab.RsaPem),
            "LEGACY must be true for RS256, which is for old verifiers only: use ES256 or PS256"
        );
        yield return One(
            "no material",
            Key("ES256", ""),
            "KID names a key that needs exactly one of secret, pem and file"
        );
        yield return One(
            "two materials",
            With(KeyLab.EcKey(), key => key.File = "/nowhere"),
            "KID names a key that needs exactly one of secret, pem and file"
        );
        yield return One("short secret", Secret("qZ8vK3xW1nT6yB4mR9pL2sD7hG5jF0a"), "SECRET is shorter than 32 bytes");
        yield return One(
            "known secret",
            Secret("changeme-changeme-changeme-changeme"),
            "SECRET is a well-known example; make one with: openssl rand -base64 48"
        );
        yield return One("PEM as secret", Secret(KeyLab.EcPublicPem), "SECRET holds a PEM, and HS256 needs a secret");
        yield return One(
            "PEM for HS256",
            Key("HS256", KeyLab.EcPublicPem),
            "PEM holds a PEM, and HS256 needs a secret"
        );
        yield return One(
            "secret for ES256",
            With(Secret(KeyLab.Secret), key => key.Algorithm = "ES256"),
            "SECRET is for HS256 only; the other algorithms need a PEM"
        );
        yield return One(
            "RSA of 2048 bits",
            Key("PS256", Weak(2048)),
            "PEM holds an RSA key that has not 3072 to 8192 bits"
        );
        yield return One(
            "RSA with exponent 3",
            Key("PS256", KeyLab.Pem("RSA PUBLIC KEY", Exponent3())),
            "PEM holds an RSA key whose public exponent is below 65537"
        );
        yield return One(
            "P-384",
            Key("ES256", Curve(ECCurve.NamedCurves.nistP384)),
            "PEM holds a key on another curve than P-256"
        );
        yield return One(
            "P-521",
            Key("ES256", Curve(ECCurve.NamedCurves.nistP521)),
            "PEM holds a key on another curve than P-256"
        );
        yield return One(
            "secp256k1",
            Key("ES256", Curve(ECCurve.CreateFromValue("1.3.132.0.10"))),
            "PEM holds a key on another curve than P-256"
        );
        yield return One(
            "RSA for ES256",
            Key("ES256", KeyLab.RsaPem),
            "PEM holds another kind of key than the algorithm says"
        );
        yield return One(
            "EC for PS256",
            Key("PS256", KeyLab.EcPem),
            "PEM holds another kind of key than the algorithm says"
        );
        yield return One(
            "two blocks",
            Key("ES256", KeyLab.EcPem + "\n" + KeyLab.OtherEcPem),
            "PEM holds more than one PEM block"
        );
        yield return One(
            "text before",
            Key("ES256", "Bag Attributes\n" + KeyLab.EcPem),
            "PEM holds more than one PEM block"
        );
        yield return One("no PEM", Key("ES256", "MIGHAgEAMBMGByqGSM49AgEG"), "PEM holds no PEM");
        yield return One(
            "certificate",
            Key("ES256", KeyLab.Pem("CERTIFICATE", [1, 2, 3])),
            "PEM holds a PEM that is no key"
        );
        yield return One(
            "passphrase",
            Key(
                "ES256",
                KeyLab.Ec.ExportEncryptedPkcs8PrivateKeyPem(
                    "x",
                    new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)
                )
            ),
            "PEM holds a key under a passphrase; give it without"
        );
        yield return One(
            "garbage within",
            Key("ES256", KeyLab.Pem("PRIVATE KEY", [48, 3, 2, 1, 0])),
            "PEM holds no key that can be read"
        );
        yield return One(
            "no file",
            With(Key("ES256", ""), key => key.File = "/nowhere/at/all.pem"),
            "FILE names a file that cannot be read"
        );
        yield return One(
            "a folder as file",
            With(Key("ES256", ""), key => key.File = Path.GetTempPath()),
            "FILE names a file that cannot be read"
        );
        yield return One(
            "active, public",
            With(Key("ES256", KeyLab.EcPublicPem), key => key.Active = true),
            "ACTIVE names a key without its private part, which cannot sign"
        );
        yield return One(
            "active, retiring",
            With(KeyLab.EcKey(active: true), key => key.RetireAfter = "2031-01-01T00:00:00Z"),
            "RETIRE_AFTER must not be set for the active key: make another one active first"
        );
        yield return One(
            "active, not yet",
            With(KeyLab.EcKey(active: true), key => key.NotBefore = "2031-01-01T00:00:00Z"),
            "NOT_BEFORE must not be in the future for the active key"
        );
        yield return One(
            "backwards",
            With(
                KeyLab.EcKey(),
                key => (key.NotBefore, key.RetireAfter) = ("2031-01-01T00:00:00Z", "2031-01-01T00:00:00Z")
            ),
            "RETIRE_AFTER must be later than not_before"
        );
        foreach (
            var time in (string[])
                ["2031-01-01", "2031-01-01T00:00:00", "01/02/2031", "1924988400", "2031-13-01T00:00:00Z"]
        )
            yield return One(
                $"time {time}",
                With(KeyLab.EcKey(), key => key.NotBefore = time),
                "NOT_BEFORE must be a time of RFC 3339, such as 2030-01-02T03:04:05Z"
            );
        yield return Two(
            "two active",
            KeyLab.EcKey("a", active: true),
            With(KeyLab.EcKey("b", active: true), key => key.Pem = KeyLab.OtherEcPem),
            "ACTIVE is set for a second key; only one can sign"
        );
        yield return Two(
            "same kid",
            KeyLab.EcKey("a"),
            With(KeyLab.EcKey("a"), key => key.Pem = KeyLab.OtherEcPem),
            "KID is the id of another key, too"
        );
        yield return Two(
            "same material",
            KeyLab.EcKey("a"),
            KeyLab.EcKey("b"),
            "PEM is the material of another key, too: one key has one id and one algorithm"
        );
        yield return Two(
            "same material, public",
            KeyLab.EcKey("a"),
            With(KeyLab.EcKey("b"), key => key.Pem = KeyLab.EcPublicPem),
            "PEM is the material of another key, too: one key has one id and one algorithm"
        );
        yield return Two(
            "one RSA key, two algorithms",
            Key("PS256", KeyLab.RsaPem),
            With(Key("RS256", KeyLab.RsaPem), key => (key.Kid, key.Legacy) = ("b", true)),
            "PEM is the material of another key, too: one key has one id and one algorithm"
        );
        yield return Two(
            "the access secret",
            KeyLab.EcKey(),
            Secret(KeyLab.AccessSecret),
            "SECRET is the material of another key, too: one key has one id and one algorithm"
        );
    }
}
