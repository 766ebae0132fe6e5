using System.Security.Cryptography;
using System.Text;
using Enterprise.Application.Sessions;
using Enterprise.Application.Sessions.Keys;

namespace Enterprise.Tests.Application.Sessions.Keys;

/// <summary>Fresh key material, made once for all tests, and rings of it.</summary>
internal static class KeyLab
{
    public const string Secret = "qZ8vK3xW1nT6yB4mR9pL2sD7hG5jF0aC-ring";
    public const string AccessSecret = "the access secret of the tests, 32 bytes and more";
    public const string RefreshSecret = "the refresh secret of the tests, 32 bytes and more";

    public static readonly ECDsa Ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    public static readonly ECDsa OtherEc = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    public static readonly RSA Rsa = RSA.Create(3072);
    public static readonly RSA OtherRsa = RSA.Create(3072);

    public static readonly string EcPem = Ec.ExportPkcs8PrivateKeyPem();
    public static readonly string EcPublicPem = Ec.ExportSubjectPublicKeyInfoPem();
    public static readonly string OtherEcPem = OtherEc.ExportPkcs8PrivateKeyPem();
    public static readonly string RsaPem = Rsa.ExportPkcs8PrivateKeyPem();
    public static readonly string OtherRsaPem = OtherRsa.ExportPkcs8PrivateKeyPem();

    public static SigningKeySetting EcKey(string kid = "ec", bool active = false) =>
        new()
        {
            Kid = kid,
            Algorithm = "ES256",
            Pem = EcPem,
            Active = active,
        };

    /// <summary>Options with these keys, numbered from 0.</summary>
    public static JwtOptions Options(params SigningKeySetting[] keys) =>
        new()
        {
            AccessSecret = AccessSecret,
            RefreshSecret = RefreshSecret,
            Keys = keys.Index().ToDictionary(key => $"{key.Index}", key => key.Item, StringComparer.Ordinal),
        };

    /// <summary>What is wrong with the options, as an operator is told.</summary>
    public static string[] Faults(JwtOptions options, TimeProvider? time = null) =>
        [.. new JwtOptionsValidator(time ?? TimeProvider.System).Validate(null, options).Failures ?? []];

    public static SigningKeys Ring(JwtOptions options, TimeProvider? time = null) =>
        new(Microsoft.Extensions.Options.Options.Create(options), time ?? TimeProvider.System);

    /// <summary>A PEM block with this label and content.</summary>
    public static string Pem(string label, byte[] content) => PemEncoding.WriteString(label, content);

    public static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);
}
