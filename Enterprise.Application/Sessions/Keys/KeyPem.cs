using System.Numerics;
using System.Security.Cryptography;

namespace Enterprise.Application.Sessions.Keys;

/// <summary>Takes one key out of a PEM (RFC 7468), or says what is wrong with it; never any of its content.</summary>
internal static class KeyPem
{
    private const string P256 = "1.2.840.10045.3.1.7";
    private const int LeastRsaBits = 3072;
    private const int MostRsaBits = 8192;
    private const int LeastExponent = 65537;

    private const string AnotherKind = "holds another kind of key than the algorithm says";
    private const string Unreadable = "holds no key that can be read";

    /// <summary>The fault; <c>null</c> where the key was made.</summary>
    public static string? TryMake(string pem, string algorithm, string id, KeyTimes times, out SigningKey? key)
    {
        key = null;
        if (WrongForm(pem) is { } fault)
            return fault;
        var isPrivate = pem.Contains("PRIVATE KEY-----", StringComparison.Ordinal);
        return algorithm == SigningAlgorithms.Es256
            ? TryMakeEc(pem, isPrivate, id, times, out key)
            : TryMakeRsa(pem, isPrivate, algorithm, id, times, out key);
    }

    public static bool Looks(string text) => text.Contains("-----BEGIN ", StringComparison.Ordinal);

    private static string? WrongForm(string pem)
    {
        if (!PemEncoding.TryFind(pem, out var found))
            return "holds no PEM";
        if (!pem.AsSpan()[found.Location.End..].IsWhiteSpace() || !pem.AsSpan()[..found.Location.Start].IsWhiteSpace())
            return "holds more than one PEM block";
        return pem[found.Label] switch
        {
            "PRIVATE KEY" or "PUBLIC KEY" or "EC PRIVATE KEY" or "RSA PRIVATE KEY" or "RSA PUBLIC KEY" => null,
            "ENCRYPTED PRIVATE KEY" => "holds a key under a passphrase; give it without",
            _ => "holds a PEM that is no key",
        };
    }

    private static string? TryMakeEc(string pem, bool isPrivate, string id, KeyTimes times, out SigningKey? key)
    {
        key = null;
        using var ec = ECDsa.Create();
        if (!Imports(ec, pem))
            return Imports<RSA>(RSA.Create, pem) ? AnotherKind : Unreadable;
        var parameters = ec.ExportParameters(isPrivate);
        if (!IsP256(parameters.Curve))
            return "holds a key on another curve than P-256";
        key = new EcKey(id, parameters, times);
        return null;
    }

    private static string? TryMakeRsa(
        string pem,
        bool isPrivate,
        string algorithm,
        string id,
        KeyTimes times,
        out SigningKey? key
    )
    {
        key = null;
        using var rsa = RSA.Create();
        if (!Imports(rsa, pem))
            return Imports<ECDsa>(ECDsa.Create, pem) ? AnotherKind : Unreadable;
        if (rsa.KeySize is < LeastRsaBits or > MostRsaBits)
            return $"holds an RSA key that has not {LeastRsaBits} to {MostRsaBits} bits";
        var parameters = rsa.ExportParameters(isPrivate);
        if (new BigInteger(parameters.Exponent, isUnsigned: true, isBigEndian: true) < LeastExponent)
            return $"holds an RSA key whose public exponent is below {LeastExponent}";
        key = new RsaKey(id, algorithm, parameters, times);
        return null;
    }

    /// <summary>By its number or, as Windows may have it, by its name alone.</summary>
    private static bool IsP256(ECCurve curve) =>
        curve.IsNamed
        && (
            curve.Oid.Value is { Length: > 0 } number
                ? number == P256
                : curve.Oid.FriendlyName == ECCurve.NamedCurves.nistP256.Oid.FriendlyName
        );

    private static bool Imports<T>(Func<T> make, string pem)
        where T : AsymmetricAlgorithm
    {
        using var other = make();
        return Imports(other, pem);
    }

    private static bool Imports(AsymmetricAlgorithm into, string pem)
    {
        try
        {
            into.ImportFromPem(pem);
            return true;
        }
        // The caller reports it; the text of the exception may be about the key.
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return false;
        }
    }
}
