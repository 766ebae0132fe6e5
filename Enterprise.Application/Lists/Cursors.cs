using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Enterprise.Application.Sessions;
using Microsoft.Extensions.Options;

namespace Enterprise.Application.Lists;

/// <summary>
/// Writes positions in lists as opaque texts and reads them back. Sealed with AES-256-GCM (NIST SP 800-38D), because a position
/// holds what the list is sorted by, an address for example, and a cursor stands in URLs and logs. It is bound to the question that
/// the list answers: with another search or order, or with a changed character, it is none.
/// </summary>
public sealed class Cursors(IOptions<JwtOptions> jwt)
{
    /// <summary>Longer than any cursor; not worth decoding.</summary>
    public const int MaxLength = 1024;

    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int IdBytes = 16;
    private const int LeastBytes = NonceBytes + IdBytes + TagBytes;

    private readonly byte[] key = HKDF.DeriveKey(
        HashAlgorithmName.SHA256,
        Encoding.UTF8.GetBytes(jwt.Value.RefreshSecret),
        HMACSHA256.HashSizeInBytes,
        info: "enterprise-api/cursor/v1"u8.ToArray()
    );

    /// <summary>The cursor of a position in the list that answers a question.</summary>
    /// <param name="question">The list's name and all that decides what is in it and in which order.</param>
    public string Write(Position position, string question)
    {
        var length = IdBytes + Encoding.UTF8.GetByteCount(position.Key);
        var plain = new byte[length];
        position.Id.TryWriteBytes(plain, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(position.Key, plain.AsSpan(IdBytes));
        var bytes = new byte[NonceBytes + length + TagBytes];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(
            bytes.AsSpan(0, NonceBytes),
            plain,
            bytes.AsSpan(NonceBytes, length),
            bytes.AsSpan(NonceBytes + length),
            Encoding.UTF8.GetBytes(question)
        );
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a cursor of the same question; <c>false</c> for anything else.</summary>
    public bool TryRead(string text, string question, [NotNullWhen(true)] out Position? position)
    {
        position = null;
        if (text.Length > MaxLength || !Base64Url.IsValid(text, out var length) || length < LeastBytes)
            return false;
        var bytes = Base64Url.DecodeFromChars(text);
        // One position has one spelling (RFC 4648 section 3.5).
        if (!string.Equals(Base64Url.EncodeToString(bytes), text, StringComparison.Ordinal))
            return false;
        var plain = new byte[length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        try
        {
            aes.Decrypt(
                bytes.AsSpan(0, NonceBytes),
                bytes.AsSpan(NonceBytes, plain.Length),
                bytes.AsSpan(NonceBytes + plain.Length),
                plain,
                Encoding.UTF8.GetBytes(question)
            );
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
        position = new Position(
            Encoding.UTF8.GetString(plain.AsSpan(IdBytes)),
            new Guid(plain.AsSpan(0, IdBytes), bigEndian: true)
        );
        return true;
    }
}
