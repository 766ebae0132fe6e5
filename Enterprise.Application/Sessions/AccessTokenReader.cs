using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Extensions.Options;

namespace Enterprise.Application.Sessions;

/// <summary>
/// Reads access tokens, and nothing that merely looks like one (RFC 8725, RFC 9068 section 4): compact form of at most 8 kB,
/// header of exactly <c>alg, typ, kid</c>, the one key that <c>kid</c> names with the one algorithm of that key, a canonical
/// signature, the configured issuer and audience, the lifetime with 30 seconds of skew. It never says what was wrong.
/// </summary>
public sealed class AccessTokenReader(SigningKeys keys, IOptions<JwtOptions> options, TimeProvider time)
{
    /// <summary>The header's <c>typ</c> (RFC 9068 section 2.1), compared to the letter.</summary>
    public const string Type = "at+jwt";

    public const int MaxLength = 8192;

    /// <summary>How far the clocks of two machines may differ.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    /// <summary>Gives what the token states; <c>false</c> where any check fails.</summary>
    public bool TryRead(string token, [NotNullWhen(true)] out AccessToken? read)
    {
        read = null;
        if (token.Length > MaxLength || !Ascii.IsValid(token))
            return false;
        Span<byte> bytes = stackalloc byte[token.Length];
        Encoding.ASCII.GetBytes(token, bytes);
        var headerEnd = bytes.IndexOf((byte)'.');
        var claimsEnd = bytes.LastIndexOf((byte)'.');
        if (headerEnd < 0 || claimsEnd <= headerEnd)
            return false;
        if (FindKey(bytes[..headerEnd]) is not { } key)
            return false;
        if (!HasSignature(key, bytes[..claimsEnd], bytes[(claimsEnd + 1)..]))
            return false;
        return TryReadClaims(bytes[(headerEnd + 1)..claimsEnd], out read);
    }

    private SigningKey? FindKey(ReadOnlySpan<byte> segment)
    {
        Span<byte> json = stackalloc byte[Base64Url.GetMaxDecodedLength(segment.Length)];
        return TryDecode(segment, json, out var length) && AccessTokenJson.TryReadHeader(json[..length], out var header)
            ? keys.Find(header)
            : null;
    }

    private static bool HasSignature(SigningKey key, ReadOnlySpan<byte> input, ReadOnlySpan<byte> segment)
    {
        if (segment.Length != Base64Url.GetEncodedLength(SigningKey.SignatureBytes))
            return false;
        Span<byte> signature = stackalloc byte[SigningKey.SignatureBytes];
        return TryDecode(segment, signature, out var length)
            && length == SigningKey.SignatureBytes
            && key.Verifies(input, signature);
    }

    private bool TryReadClaims(ReadOnlySpan<byte> segment, [NotNullWhen(true)] out AccessToken? read)
    {
        read = null;
        Span<byte> json = stackalloc byte[Base64Url.GetMaxDecodedLength(segment.Length)];
        if (!TryDecode(segment, json, out var length))
            return false;
        if (!AccessTokenJson.TryReadClaims(json[..length], out var claims) || !IsForUs(claims) || !IsNow(claims))
            return false;
        read = claims.Token;
        return true;
    }

    private bool IsForUs(AccessTokenClaims claims) =>
        string.Equals(claims.Issuer, options.Value.Issuer, StringComparison.Ordinal)
        && string.Equals(claims.Audience, options.Value.Audience, StringComparison.Ordinal);

    private bool IsNow(AccessTokenClaims claims)
    {
        var now = time.GetUtcNow();
        // The skew is taken from now, because the last time there is cannot be added to.
        return now - Skew < claims.Token.ExpiresAt
            && claims.NotBefore <= now + Skew
            && claims.Token.IssuedAt <= now + Skew
            && claims.Token.IssuedAt < claims.Token.ExpiresAt;
    }

    /// <summary>Canonical Base64url only: no padding, no white space, no stray bits at the end (RFC 7515 section 2).</summary>
    private static bool TryDecode(ReadOnlySpan<byte> segment, Span<byte> bytes, out int length)
    {
        length = 0;
        if (segment.ContainsAny("=\r\n\t "u8))
            return false;
        if (Base64Url.DecodeFromUtf8(segment, bytes, out _, out length) != System.Buffers.OperationStatus.Done)
            return false;
        Span<byte> again = stackalloc byte[Base64Url.GetEncodedLength(length)];
        Base64Url.EncodeToUtf8(bytes[..length], again);
        return again.SequenceEqual(segment);
    }
}
