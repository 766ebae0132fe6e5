using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Enterprise.Application.Sessions;

/// <summary>A key of access tokens: one id, one algorithm (RFC 8725 section 3.1).</summary>
/// <param name="Id">The header's <c>kid</c>; opaque.</param>
/// <param name="Secret">The HMAC key.</param>
public sealed record SigningKey(string Id, byte[] Secret)
{
    /// <summary>HMAC with SHA-256 (RFC 7518 section 3.2).</summary>
    public const string Algorithm = "HS256";

    /// <summary>The size of a signature, in bytes.</summary>
    public const int SignatureBytes = HMACSHA256.HashSizeInBytes;

    private const int IdBytes = 9;

    /// <summary>Makes the key of a configured secret; its id follows from the secret and tells nothing about it.</summary>
    public static SigningKey From(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        var id = HKDF.DeriveKey(HashAlgorithmName.SHA256, bytes, IdBytes, info: "enterprise-api/kid/v1"u8.ToArray());
        return new SigningKey(Base64Url.EncodeToString(id), bytes);
    }

    /// <summary>Writes the signature of <paramref name="input"/>.</summary>
    public void Sign(ReadOnlySpan<byte> input, Span<byte> signature) => HMACSHA256.HashData(Secret, input, signature);

    /// <summary>Compares in constant time.</summary>
    public bool Verifies(ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        Span<byte> expected = stackalloc byte[SignatureBytes];
        Sign(input, expected);
        return CryptographicOperations.FixedTimeEquals(expected, signature);
    }

    public override string ToString() => $"{Algorithm} {Id}";
}
