using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Enterprise.Application.Sessions.Keys;

/// <summary>
/// A key of access tokens: one id, one algorithm (RFC 8725 section 3.1), one size of signatures. Safe for any number of threads,
/// and disposing of it breaks no operation that runs.
/// </summary>
public abstract class SigningKey : IDisposable
{
    private readonly byte[] fingerprint;

    private protected SigningKey(
        string id,
        string algorithm,
        int signatureBytes,
        KeyTimes times,
        ReadOnlySpan<byte> material
    )
    {
        Id = id;
        Algorithm = algorithm;
        SignatureBytes = signatureBytes;
        Times = times;
        fingerprint = SHA256.HashData(material);
        HeaderSegment = ToHeaderSegment(algorithm, id);
    }

    /// <summary>The header's <c>kid</c>: opaque, 1 to 64 letters, digits, <c>_</c> and <c>-</c>.</summary>
    public string Id { get; }

    /// <summary>The header's <c>alg</c>; see <see cref="SigningAlgorithms"/>.</summary>
    public string Algorithm { get; }

    /// <summary>The size of a signature, in bytes: 32 to 1024.</summary>
    public int SignatureBytes { get; }

    /// <summary>When it may verify.</summary>
    public KeyTimes Times { get; }

    /// <summary>
    /// Since when there is this key, as far as can be known: its <c>not_before</c> where it has one, else what <see cref="IsThereSince"/> was told.
    /// </summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>Whether it has a private part.</summary>
    public abstract bool CanSign { get; }

    /// <summary>Whether it has a public part that verifiers may be given.</summary>
    public virtual bool IsPublishable => true;

    /// <summary>The first segment of every token that this key signs (RFC 7515 section 7.1, RFC 9068 section 2.1).</summary>
    internal byte[] HeaderSegment { get; }

    /// <summary>Writes the signature of <paramref name="input"/>, <see cref="SignatureBytes"/> long.</summary>
    /// <exception cref="CryptographicException">The key has no private part.</exception>
    public abstract void Sign(ReadOnlySpan<byte> input, Span<byte> signature);

    /// <summary>Whether the signature is of this key over this input; <c>false</c> for one of any other size.</summary>
    public abstract bool Verifies(ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature);

    /// <summary>Says since when, before the key is in use: when its file was written, or when it was first seen here.</summary>
    internal void IsThereSince(DateTimeOffset time) =>
        Since = Times.NotBefore > KeyTimes.Always.NotBefore ? Times.NotBefore : time;

    public bool IsGoodAt(DateTimeOffset now) => Times.NotBefore <= now && now < Times.RetireAfter;

    /// <summary>The same key for the same purpose, though it may be another object after a reload.</summary>
    internal bool IsSameAs(SigningKey other) =>
        ReferenceEquals(this, other)
        || (Id == other.Id && Algorithm == other.Algorithm && fingerprint.AsSpan().SequenceEqual(other.fingerprint));

    /// <summary>The same material, whatever id and algorithm: one key must not serve two (RFC 8725 section 3.1).</summary>
    internal bool SharesMaterialWith(SigningKey other) => fingerprint.AsSpan().SequenceEqual(other.fingerprint);

    /// <summary>Writes the public members of RFC 7518 section 6 that are this kind's own.</summary>
    internal abstract void WritePublic(Utf8JsonWriter json);

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>Names no secret.</summary>
    public sealed override string ToString() => $"{Algorithm} {Id}";

    private protected virtual void Release() { }

    private static byte[] ToHeaderSegment(string algorithm, string id) =>
        Base64Url.EncodeToUtf8(
            Encoding.UTF8.GetBytes($$"""{"alg":"{{algorithm}}","typ":"{{AccessTokenReader.Type}}","kid":"{{id}}"}""")
        );
}
