using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Enterprise.Domain.Common;
using Microsoft.Extensions.Options;

namespace Enterprise.Application.Sessions;

/// <summary>
/// Makes and reads refresh tokens: <c>session id (16) | generation (4) | salt (16) | HMAC-SHA256(key, all before it) (32)</c> as
/// base64url, 91 characters. They are derived, so the database holds nothing that can be presented, and one generation of a
/// session has exactly one token. The code is checked before the database is asked, so guesses cost it nothing.
/// </summary>
public sealed class RefreshTokens(IOptions<JwtOptions> jwt)
{
    /// <summary>The length of a token in characters.</summary>
    public const int Length = 91;

    private const int IdBytes = 16;
    private const int GenerationEnd = IdBytes + sizeof(int);
    private const int ClaimBytes = GenerationEnd + RefreshToken.SaltBytes;
    private const int TokenBytes = ClaimBytes + HMACSHA256.HashSizeInBytes;

    private readonly byte[] key = HKDF.DeriveKey(
        HashAlgorithmName.SHA256,
        Encoding.UTF8.GetBytes(jwt.Value.RefreshSecret),
        HMACSHA256.HashSizeInBytes,
        info: "enterprise-api/refresh-token/v1"u8.ToArray()
    );

    /// <summary>The one token that says this.</summary>
    public Secret Write(RefreshToken token)
    {
        // A shorter salt would be filled up with noughts, and two salts could give one token.
        if (token.Salt.Length != RefreshToken.SaltBytes)
            throw new ArgumentException($"A salt has {RefreshToken.SaltBytes} bytes.", nameof(token));
        Span<byte> bytes = stackalloc byte[TokenBytes];
        token.SessionId.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(bytes[IdBytes..], token.Generation);
        token.Salt.CopyTo(bytes[GenerationEnd..]);
        HMACSHA256.HashData(key, bytes[..ClaimBytes], bytes[ClaimBytes..]);
        return new Secret(Base64Url.EncodeToString(bytes));
    }

    /// <summary>Reads a token that this program or another with the same secret made; <c>false</c> for anything else.</summary>
    public bool TryRead(string text, [NotNullWhen(true)] out RefreshToken? token)
    {
        token = null;
        Span<byte> bytes = stackalloc byte[TokenBytes];
        if (text.Length != Length || !TryDecode(text, bytes))
            return false;
        Span<byte> code = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, bytes[..ClaimBytes], code);
        if (!CryptographicOperations.FixedTimeEquals(code, bytes[ClaimBytes..]))
            return false;
        token = new RefreshToken(
            new Guid(bytes[..IdBytes], bigEndian: true),
            BinaryPrimitives.ReadInt32BigEndian(bytes[IdBytes..]),
            bytes[GenerationEnd..ClaimBytes].ToArray()
        );
        return true;
    }

    /// <summary>Canonical base64url only (RFC 4648 section 3.5): no stray bits at the end, so one token has one spelling.</summary>
    private static bool TryDecode(string text, Span<byte> bytes)
    {
        Span<char> again = stackalloc char[Length];
        return Base64Url.DecodeFromChars(text, bytes, out var read, out var written) == OperationStatus.Done
            && (read, written) == (Length, TokenBytes)
            && Base64Url.TryEncodeToChars(bytes, again, out _)
            && again.SequenceEqual(text);
    }
}
