using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Enterprise.Application.Sessions.Keys;

/// <summary>A JSON Web Key Set (RFC 7517 section 5) as it is sent: public members of asymmetric keys only.</summary>
/// <param name="Json">The document, UTF-8.</param>
/// <param name="EntityTag">A strong validator (RFC 9110 section 8.8.3), in its quotes.</param>
/// <param name="Until">When the next of its keys retires.</param>
public sealed record KeySetDocument(ReadOnlyMemory<byte> Json, string EntityTag, DateTimeOffset Until)
{
    /// <summary>How long verifiers may keep it, in seconds: a new key has to be published for that long before it signs.</summary>
    public const int MaxAgeSeconds = 300;

    private const int TagBytes = 18;

    /// <summary>Publishes every asymmetric key that has not retired; those that are not yet good are in it already.</summary>
    internal static KeySetDocument Of(IEnumerable<SigningKey> keys, DateTimeOffset now)
    {
        var published = keys.Where(key => key.IsPublishable && now < key.Times.RetireAfter).ToArray();
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
            Write(json, published);
        var tag = Base64Url.EncodeToString(SHA256.HashData(buffer.WrittenSpan).AsSpan(0, TagBytes));
        return new KeySetDocument(
            buffer.WrittenMemory,
            $"\"{tag}\"",
            published.Select(key => key.Times.RetireAfter).DefaultIfEmpty(DateTimeOffset.MaxValue).Min()
        );
    }

    private static void Write(Utf8JsonWriter json, SigningKey[] keys)
    {
        json.WriteStartObject();
        json.WriteStartArray("keys"u8);
        foreach (var key in keys)
        {
            json.WriteStartObject();
            key.WritePublic(json);
            json.WriteString("kid"u8, key.Id);
            json.WriteString("alg"u8, key.Algorithm);
            json.WriteString("use"u8, "sig"u8);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
