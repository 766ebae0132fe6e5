using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Enterprise.Application.Passwords;

/// <summary>
/// Seals stored hashes under the pepper: <c>v1.&lt;pepper id&gt;.&lt;nonce&gt;.&lt;ciphertext and tag&gt;</c>, AES-256-GCM (NIST SP
/// 800-38D) under a key derived from the pepper with HKDF (RFC 5869), with the user's id as associated data. A stolen table
/// cannot be attacked without the pepper, a hash moved to another row does not open, and a pepper can be exchanged without a
/// single login.
/// </summary>
public sealed class PasswordEnvelope
{
    private const string Version = "v1";
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int KeyBytes = 32;
    private const int IdBytes = 6;

    // Keys and not ciphers: an AesGcm serves one thread at a time, and hashes are sealed on several.
    private readonly Dictionary<string, byte[]> keys = new(StringComparer.Ordinal);
    private readonly string current;

    public PasswordEnvelope(IOptions<PasswordOptions> options)
    {
        current = Add(options.Value.Pepper);
        foreach (var pepper in options.Value.PreviousPepperList())
            Add(pepper);
    }

    /// <summary>Seals a PHC string for one user under the current pepper.</summary>
    public string Seal(Guid userId, string phc)
    {
        var plain = Encoding.ASCII.GetBytes(phc);
        Span<byte> nonce = stackalloc byte[NonceBytes];
        RandomNumberGenerator.Fill(nonce);
        var sealedBytes = new byte[plain.Length + TagBytes];
        Span<byte> owner = stackalloc byte[16];
        userId.TryWriteBytes(owner, bigEndian: true, out _);
        using var cipher = new AesGcm(keys[current], TagBytes);
        cipher.Encrypt(nonce, plain, sealedBytes.AsSpan(0, plain.Length), sealedBytes.AsSpan(plain.Length), owner);
        CryptographicOperations.ZeroMemory(plain);
        return $"{Version}.{current}.{Base64Url.EncodeToString(nonce)}.{Base64Url.EncodeToString(sealedBytes)}";
    }

    /// <summary>
    /// Opens what <see cref="Seal"/> gave; <c>false</c> where it is for another user, was altered, or no configured pepper opens it.
    /// </summary>
    /// <param name="isCurrent">Whether it was sealed under the current pepper.</param>
    public bool TryOpen(Guid userId, string envelope, [NotNullWhen(true)] out string? phc, out bool isCurrent)
    {
        phc = null;
        isCurrent = false;
        if (
            envelope.Split('.') is not [Version, var id, var nonceText, var sealedText]
            || !keys.TryGetValue(id, out var key)
        )
            return false;
        var nonce = Decode(nonceText);
        var bytes = Decode(sealedText);
        if (nonce.Length != NonceBytes || bytes.Length <= TagBytes)
            return false;
        var plain = new byte[bytes.Length - TagBytes];
        Span<byte> owner = stackalloc byte[16];
        userId.TryWriteBytes(owner, bigEndian: true, out _);
        try
        {
            using var cipher = new AesGcm(key, TagBytes);
            cipher.Decrypt(nonce, bytes.AsSpan(0, plain.Length), bytes.AsSpan(plain.Length), plain, owner);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
        phc = Encoding.ASCII.GetString(plain);
        isCurrent = string.Equals(id, current, StringComparison.Ordinal);
        CryptographicOperations.ZeroMemory(plain);
        return true;
    }

    /// <summary>The id follows from the pepper, so that nobody has to number peppers; it tells nothing about it.</summary>
    private string Add(string pepper)
    {
        var secret = Encoding.UTF8.GetBytes(pepper);
        var id = Base64Url.EncodeToString(
            HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, IdBytes, info: "enterprise-api/pepper-id/v1"u8.ToArray())
        );
        if (!keys.ContainsKey(id))
        {
            var key = HKDF.DeriveKey(
                HashAlgorithmName.SHA256,
                secret,
                KeyBytes,
                info: "enterprise-api/password-envelope/v1"u8.ToArray()
            );
            keys.Add(id, key);
        }
        CryptographicOperations.ZeroMemory(secret);
        return id;
    }

    /// <summary>Canonical Base64url only: the decoder alone lets padding and white space pass.</summary>
    private static byte[] Decode(string text)
    {
        var bytes = Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : [];
        return string.Equals(Base64Url.EncodeToString(bytes), text, StringComparison.Ordinal) ? bytes : [];
    }
}
