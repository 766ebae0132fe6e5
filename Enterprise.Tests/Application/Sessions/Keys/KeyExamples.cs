using System.Security.Cryptography;
using Enterprise.Application.Sessions.Keys;

namespace Enterprise.Tests.Application.Sessions.Keys;

/// <summary>Keys that a ring takes and keys that it does not, with what it says to them.</summary>
internal static partial class KeyExamples
{
    public static IEnumerable<TestCaseData> Good()
    {
        yield return Case("RSA of 3072 bits", Key("PS256", KeyLab.RsaPem));
        yield return Case("RSA, PKCS#1", Key("PS256", KeyLab.Rsa.ExportRSAPrivateKeyPem()));
        yield return Case("RSA, public", Key("PS256", KeyLab.Rsa.ExportSubjectPublicKeyInfoPem()));
        yield return Case("EC, SEC 1", Key("ES256", KeyLab.Ec.ExportECPrivateKeyPem()));
        yield return Case("EC, public", Key("ES256", KeyLab.EcPublicPem));
        yield return Case("white space around", Key("ES256", $"\n {KeyLab.EcPem} \n\n"));
        yield return Case("RS256 with the label", With(Key("RS256", KeyLab.RsaPem), key => key.Legacy = true));
        yield return Case("HS256", Secret(KeyLab.Secret));
        yield return Case("a kid of 64", With(KeyLab.EcKey(), key => key.Kid = new string('a', 64)));
        yield return Case(
            "times",
            With(
                KeyLab.EcKey(),
                key => (key.NotBefore, key.RetireAfter) = ("2030-01-01T00:00:00Z", "2031-01-01T00:00:00.5+02:00")
            )
        );
    }

    private static TestCaseData Case(string name, SigningKeySetting key) =>
        new TestCaseData(key).SetArgDisplayNames(name);

    private static TestCaseData One(string name, SigningKeySetting key, string fault) =>
        new TestCaseData(new[] { key }, new[] { $"APP_JWT__KEYS__0__{fault}" }).SetArgDisplayNames(name);

    private static TestCaseData Two(string name, SigningKeySetting first, SigningKeySetting second, string fault) =>
        new TestCaseData(new[] { first, second }, new[] { $"APP_JWT__KEYS__1__{fault}" }).SetArgDisplayNames(name);

    private static SigningKeySetting Key(string algorithm, string pem) =>
        new()
        {
            Kid = "a",
            Algorithm = algorithm,
            Pem = pem,
        };

    private static SigningKeySetting Secret(string secret) =>
        new()
        {
            Kid = "s",
            Algorithm = "HS256",
            Secret = secret,
        };

    private static SigningKeySetting With(SigningKeySetting key, Action<SigningKeySetting> change)
    {
        change(key);
        return key;
    }

    private static string Weak(int bits)
    {
        using var rsa = RSA.Create(bits);
        return rsa.ExportPkcs8PrivateKeyPem();
    }

    private static string Curve(ECCurve curve)
    {
        using var ec = ECDsa.Create(curve);
        return ec.ExportPkcs8PrivateKeyPem();
    }

    /// <summary>A public key of PKCS#1 (RFC 8017 appendix A.1.1) with the modulus of a good one.</summary>
    private static byte[] Exponent3()
    {
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(KeyLab.Rsa.ExportParameters(false).Modulus);
            writer.WriteInteger(3);
        }
        return writer.Encode();
    }
}
