using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Enterprise.Application.Sessions.Keys;

/// <summary>A key for ES256: ECDSA on P-256, signatures as the 64 bytes <c>r | s</c> (RFC 7518 section 3.4).</summary>
public sealed class EcKey : SigningKey
{
    /// <summary>The size of a coordinate, in bytes.</summary>
    public const int CoordinateBytes = 32;

    private const DSASignatureFormat Format = DSASignatureFormat.IeeeP1363FixedFieldConcatenation;

    private readonly ECPoint point;
    private readonly CryptoPool<ECDsa> pool;

    /// <summary>Takes parameters of P-256, with or without the private part.</summary>
    public EcKey(string id, ECParameters parameters, KeyTimes times)
        : base(id, SigningAlgorithms.Es256, 2 * CoordinateBytes, times, [.. parameters.Q.X!, .. parameters.Q.Y!])
    {
        point = parameters.Q;
        CanSign = parameters.D is not null;
        pool = new CryptoPool<ECDsa>(() => ECDsa.Create(parameters));
    }

    public override bool CanSign { get; }

    public override void Sign(ReadOnlySpan<byte> input, Span<byte> signature)
    {
        using var lease = pool.Rent();
        if (!lease.Item.TrySignData(input, signature, HashAlgorithmName.SHA256, Format, out _))
            throw new CryptographicException("There is no room for the signature.");
    }

    public override bool Verifies(ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureBytes)
            return false;
        using var lease = pool.Rent();
        return lease.Item.VerifyData(input, signature, HashAlgorithmName.SHA256, Format);
    }

    /// <summary>RFC 7518 section 6.2.1.</summary>
    internal override void WritePublic(Utf8JsonWriter json)
    {
        json.WriteString("kty"u8, "EC"u8);
        json.WriteString("crv"u8, "P-256"u8);
        json.WriteString("x"u8, Base64Url.EncodeToUtf8(point.X));
        json.WriteString("y"u8, Base64Url.EncodeToUtf8(point.Y));
    }

    private protected override void Release() => pool.Dispose();
}
