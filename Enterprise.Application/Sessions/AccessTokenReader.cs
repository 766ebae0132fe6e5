using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Enterprise.Application.Sessions.Keys;
using Microsoft.Extensions.Options;

namespace Enterprise.Application.Sessions;

/// <summary>
/// Reads access tokens, and nothing that merely looks like one (RFC 8725, RFC 9068 section 4): compact form of at most 8 kB,
/// header of exactly <c>alg, typ, kid</c>, the one key that <c>kid</c> names with the one algorithm of that key, a canonical
/// signature, the configured issuer and audience, the lifetime with 30 seconds of skew. It never says what was wrong. A token that
/// was valid is remembered; of it only time and key are asked again, and it gives the same object as before.
/// </summary>
public sealed class AccessTokenReader(SigningKeys keys, IOptions<JwtOptions> options, TimeProvider time)
{
    /// <summary>The header's <c>typ</c> (RFC 9068 section 2.1), compared to the letter.</summary>
    public const string Type = "at+jwt";

    public const int MaxLength = 8192;

    /// <summary>How far the clocks of two machines may differ.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    private readonly ValidatedTokens known = new(options.Value.CachedTokens);

    /// <summary>Gives what the token states; <c>false</c> where any check fails.</summary>
    public bool TryRead(string token, [NotNullWhen(true)] out AccessToken? read)
    {
        read = null;
        if (token.Length > MaxLength)
            return false;
        Span<byte> bytes = stackalloc byte[token.Length];
        if (Ascii.FromUtf16(token, bytes, out _) != OperationStatus.Done)
            return false;
        var ring = keys.Current;
        var now = time.GetUtcNow();
        var hash = known.IsOff ? default : TokenHash.Of(bytes);
        if (known.Find(hash) is { } before && before.IsGoodAt(now) && ring.Accepts(before.Key, now))
            read = before.Token;
        else if (ValidateTraced(bytes, hash, ring, now) is { } validated)
            read = Remember(validated).Token;
        return read is not null;
    }

    private ValidatedToken? ValidateTraced(
        ReadOnlySpan<byte> token,
        in TokenHash hash,
        KeyRing ring,
        DateTimeOffset now
    )
    {
        using var span = Traces.Source.StartActivity(Traces.TokenValidation);
        var validated = Validate(token, hash, ring, now);
        span?.SetTag(Traces.Outcome, validated is null ? "refused" : "valid");
        return validated;
    }

    private ValidatedToken Remember(ValidatedToken validated)
    {
        if (!known.IsOff)
            known.Add(validated);
        return validated;
    }

    private ValidatedToken? Validate(ReadOnlySpan<byte> token, in TokenHash hash, KeyRing ring, DateTimeOffset now)
    {
        var headerEnd = token.IndexOf((byte)'.');
        var claimsEnd = token.LastIndexOf((byte)'.');
        if (headerEnd < 0 || claimsEnd <= headerEnd)
            return null;
        if (FindKey(token[..headerEnd], ring) is not { } key || !key.IsGoodAt(now))
            return null;
        if (!HasSignature(key, token[..claimsEnd], token[(claimsEnd + 1)..]))
            return null;
        if (!TryReadClaims(token[(headerEnd + 1)..claimsEnd], out var claims) || !IsForUs(claims))
            return null;
        var validated = new ValidatedToken(hash, key, claims.NotBefore, claims.Token);
        return validated.IsGoodAt(now) && validated.IsShortLived ? validated : null;
    }

    /// <summary>The header says which key, and has to say the algorithm of that key (RFC 8725 section 3.1).</summary>
    private static SigningKey? FindKey(ReadOnlySpan<byte> segment, KeyRing ring)
    {
        if (ring.FindByHeader(segment) is { } ours)
            return ours;
        Span<byte> json = stackalloc byte[Base64Url.GetMaxDecodedLength(segment.Length)];
        return
            TryDecode(segment, json, out var length)
            && AccessTokenJson.TryReadHeader(json[..length], out var header)
            && ring.Find(header.Kid) is { } key
            && key.Algorithm == header.Alg
            ? key
            : null;
    }

    private static bool HasSignature(SigningKey key, ReadOnlySpan<byte> input, ReadOnlySpan<byte> segment)
    {
        if (segment.Length != Base64Url.GetEncodedLength(key.SignatureBytes))
            return false;
        Span<byte> signature = stackalloc byte[key.SignatureBytes];
        return TryDecode(segment, signature, out var length)
            && length == key.SignatureBytes
            && key.Verifies(input, signature);
    }

    private static bool TryReadClaims(ReadOnlySpan<byte> segment, [NotNullWhen(true)] out AccessTokenClaims? claims)
    {
        claims = null;
        Span<byte> json = stackalloc byte[Base64Url.GetMaxDecodedLength(segment.Length)];
        return TryDecode(segment, json, out var length) && AccessTokenJson.TryReadClaims(json[..length], out claims);
    }

    private bool IsForUs(AccessTokenClaims claims) =>
        string.Equals(claims.Issuer, options.Value.Issuer, StringComparison.Ordinal)
        && string.Equals(claims.Audience, options.Value.Audience, StringComparison.Ordinal);

    /// <summary>Canonical Base64url only: no padding, no white space, no stray bits at the end (RFC 7515 section 2).</summary>
    private static bool TryDecode(ReadOnlySpan<byte> segment, Span<byte> bytes, out int length)
    {
        length = 0;
        if (segment.ContainsAny("=\r\n\t "u8))
            return false;
        if (Base64Url.DecodeFromUtf8(segment, bytes, out _, out length) != OperationStatus.Done)
            return false;
        // Stray bits can only be in what is left over from groups of three bytes.
        var rest = length % 3;
        Span<byte> again = stackalloc byte[4];
        var written = Base64Url.EncodeToUtf8(bytes[(length - rest)..length], again);
        return segment.EndsWith(again[..written]);
    }
}
