using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Enterprise.Domain.Common;
using Microsoft.Extensions.Options;

namespace Enterprise.Application.Sessions;

/// <summary>
/// Makes refresh tokens: <c>session id (16) | generation (4) | HMAC-SHA256(key, session id | generation | salt) (32)</c> as
/// base64url. They are derived, so the database holds nothing that can be presented, and one generation of a session has
/// exactly one token.
/// </summary>
public sealed class RefreshTokens(IOptions<JwtOptions> jwt, IOptions<SessionOptions> sessions)
{
    public const int SaltBytes = 16;

    private const int IdBytes = 16;
    private const int ClaimBytes = IdBytes + sizeof(uint);
    private const int TokenBytes = ClaimBytes + HMACSHA256.HashSizeInBytes;

    private readonly byte[] key = HKDF.DeriveKey(
        HashAlgorithmName.SHA256,
        Encoding.UTF8.GetBytes(jwt.Value.RefreshSecret),
        HMACSHA256.HashSizeInBytes,
        info: "enterprise-api/refresh-token/v1"u8.ToArray()
    );

    /// <summary>How long a token is good for if it is not used.</summary>
    public TimeSpan Lifetime => sessions.Value.IdleLifetime;

    /// <summary>The token of one generation of a session; the first generation is 1.</summary>
    public Secret Derive(Guid sessionId, int generation, ReadOnlySpan<byte> salt)
    {
        // A shorter salt would be filled up with noughts, and two salts could give one token.
        if (salt.Length != SaltBytes)
            throw new ArgumentException($"A salt has {SaltBytes} bytes.", nameof(salt));
        Span<byte> token = stackalloc byte[TokenBytes];
        Span<byte> message = stackalloc byte[ClaimBytes + SaltBytes];
        sessionId.TryWriteBytes(message, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(message[IdBytes..], generation);
        salt.CopyTo(message[ClaimBytes..]);
        message[..ClaimBytes].CopyTo(token);
        HMACSHA256.HashData(key, message, token[ClaimBytes..]);
        return new Secret(Base64Url.EncodeToString(token));
    }
}
