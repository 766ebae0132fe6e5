using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Enterprise.Application.Sessions.Keys;

/// <summary>A key for PS256 (salt as long as the hash) or, for old verifiers, RS256 (RFC 7518 sections 3.5 and 3.3).</summary>
public sealed class RsaKey : SigningKey
{
    private readonly byte[] modulus;
    private readonly byte[] exponent;
    private readonly RSASignaturePadding padding;
    private readonly CryptoPool<RSA> pool;

    /// <summary>Takes parameters with or without the private part.</summary>
    public RsaKey(string id, string algorithm, RSAParameters parameters, KeyTimes times)
        : base(id, algorithm, parameters.Modulus!.Length, times, parameters.Modulus)
    {
        modulus = parameters.Modulus;
        exponent = parameters.Exponent!;
        CanSign = parameters.D is not null;
        padding = algorithm == SigningAlgorithms.Ps256 ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        pool = new CryptoPool<RSA>(() => RSA.Create(parameters));
    }

    public override bool CanSign { get; }

    public override void Sign(ReadOnlySpan<byte> input, Span<byte> signature)
    {
        using var lease = pool.Rent();
        if (!lease.Item.TrySignData(input, signature, HashAlgorithmName.SHA256, padding, out _))
            throw new CryptographicException("There is no room for the signature.");
    }

    public override bool Verifies(ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureBytes)
            return false;
        using var lease = pool.Rent();
        return lease.Item.VerifyData(input, signature, HashAlgorithmName.SHA256, padding);
    }

    /// <summary>RFC 7518 section 6.3.1.</summary>
    internal override void WritePublic(Utf8JsonWriter json)
    {
        json.WriteString("kty"u8, "RSA"u8);
        json.WriteString("n"u8, Base64Url.EncodeToUtf8(modulus));
        json.WriteString("e"u8, Base64Url.EncodeToUtf8(exponent));
    }

    private protected override void Release() => pool.Dispose();
}
