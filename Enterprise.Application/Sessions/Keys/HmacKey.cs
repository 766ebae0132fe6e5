using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Enterprise.Application.Sessions.Keys;

/// <summary>A key for HS256 (RFC 7518 section 3.2). It stays within this system: it is never published.</summary>
public sealed class HmacKey(string id, byte[] secret, KeyTimes times)
    : SigningKey(id, SigningAlgorithms.Hs256, HMACSHA256.HashSizeInBytes, times, secret)
{
    private const int IdBytes = 9;

    public HmacKey(string id, byte[] secret)
        : this(id, secret, KeyTimes.Always) { }

    public override bool CanSign => true;

    public override bool IsPublishable => false;

    /// <summary>Makes the key of a configured secret; its id follows from the secret and tells nothing about it.</summary>
    public static HmacKey From(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        var id = HKDF.DeriveKey(HashAlgorithmName.SHA256, bytes, IdBytes, info: "enterprise-api/kid/v1"u8.ToArray());
        return new HmacKey(Base64Url.EncodeToString(id), bytes);
    }

    public override void Sign(ReadOnlySpan<byte> input, Span<byte> signature) =>
        HMACSHA256.HashData(secret, input, signature);

    /// <summary>Compares in constant time.</summary>
    public override bool Verifies(ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Sign(input, expected);
        return CryptographicOperations.FixedTimeEquals(expected, signature);
    }

    internal override void WritePublic(Utf8JsonWriter json) =>
        throw new InvalidOperationException("A key for HMAC has no public part.");
}
