using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Enterprise.Domain.Common;
using Microsoft.Extensions.Options;

namespace Enterprise.Application.Sessions;

/// <summary>Writes access tokens: JWS compact form (RFC 7515 section 7.1), type <c>at+jwt</c> (RFC 9068 section 2.1).</summary>
public sealed class AccessTokenIssuer(
    SigningKeys keys,
    IOptions<JwtOptions> jwt,
    IOptions<SessionOptions> sessions,
    TimeProvider time
)
{
    // The default encoder writes the plus sign of at+jwt as an escape, which a verifier need not undo before it compares.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>How long a token issued now is good for.</summary>
    public TimeSpan Lifetime => sessions.Value.AccessLifetime;

    /// <summary>Issues a token for one session of one user.</summary>
    public Secret Issue(Guid userId, Guid sessionId, Entitlements entitlements)
    {
        var now = time.GetUtcNow();
        var key = keys.Active;
        var claims = new AccessToken(Guid.CreateVersion7(now), userId, sessionId, now, now + Lifetime, entitlements);

        var token = new ArrayBufferWriter<byte>(1024);
        WriteSegment(token, json => WriteHeader(json, key));
        token.Write("."u8);
        WriteSegment(token, json => WriteClaims(json, claims));
        Span<byte> signature = stackalloc byte[SigningKey.SignatureBytes];
        key.Sign(token.WrittenSpan, signature);
        token.Write("."u8);
        Append(token, signature);
        return new Secret(Encoding.ASCII.GetString(token.WrittenSpan));
    }

    private static void WriteHeader(Utf8JsonWriter json, SigningKey key)
    {
        json.WriteString("alg"u8, SigningKey.Algorithm);
        json.WriteString("typ"u8, AccessTokenReader.Type);
        json.WriteString("kid"u8, key.Id);
    }

    private void WriteClaims(Utf8JsonWriter json, AccessToken token)
    {
        json.WriteString("iss"u8, jwt.Value.Issuer);
        json.WriteString("sub"u8, token.UserId);
        json.WriteString("aud"u8, jwt.Value.Audience);
        json.WriteNumber("exp"u8, token.ExpiresAt.ToUnixTimeSeconds());
        json.WriteNumber("iat"u8, token.IssuedAt.ToUnixTimeSeconds());
        json.WriteNumber("nbf"u8, token.IssuedAt.ToUnixTimeSeconds());
        json.WriteString("jti"u8, token.Id);
        json.WriteString("sid"u8, token.SessionId);
        WriteNames(json, "roles"u8, token.Entitlements.Roles);
        WriteNames(json, "permissions"u8, token.Entitlements.Permissions);
        json.WriteStartArray("ver"u8);
        foreach (var version in token.Entitlements.Versions)
            json.WriteNumberValue(version);
        json.WriteEndArray();
    }

    private static void WriteNames(Utf8JsonWriter json, ReadOnlySpan<byte> member, IReadOnlyList<string> names)
    {
        json.WriteStartArray(member);
        foreach (var name in names)
            json.WriteStringValue(name);
        json.WriteEndArray();
    }

    private static void WriteSegment(ArrayBufferWriter<byte> token, Action<Utf8JsonWriter> write)
    {
        var segment = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(segment, Plain);
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
        json.Flush();
        Append(token, segment.WrittenSpan);
    }

    private static void Append(ArrayBufferWriter<byte> token, ReadOnlySpan<byte> bytes)
    {
        var space = token.GetSpan(Base64Url.GetEncodedLength(bytes.Length));
        Base64Url.EncodeToUtf8(bytes, space, out _, out var written);
        token.Advance(written);
    }
}
