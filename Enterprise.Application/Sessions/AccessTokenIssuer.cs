using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Enterprise.Application.Sessions.Keys;
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
    // Names of any script as they are, which is shorter; nothing puts a token into HTML.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static Scratch? scratchOfThread;

    /// <summary>How long a token issued now is good for.</summary>
    public TimeSpan Lifetime => sessions.Value.AccessLifetime;

    /// <summary>Issues a token for one session of one user.</summary>
    public Secret Issue(Guid userId, Guid sessionId, Entitlements entitlements)
    {
        var now = time.GetUtcNow();
        var claims = new AccessToken(Guid.CreateVersion7(now), userId, sessionId, now, now + Lifetime, entitlements);
        return new Secret(Write(claims, keys.Active));
    }

    private string Write(AccessToken claims, SigningKey key)
    {
        var scratch = scratchOfThread ??= new Scratch();
        var json = scratch.StartJson();
        json.WriteStartObject();
        WriteClaims(json, claims);
        json.WriteEndObject();
        json.Flush();

        var token = scratch.StartToken();
        token.Write(key.HeaderSegment);
        token.Write("."u8);
        Append(token, scratch.Json);
        Span<byte> signature = stackalloc byte[key.SignatureBytes];
        key.Sign(token.WrittenSpan, signature);
        token.Write("."u8);
        Append(token, signature);
        return Encoding.ASCII.GetString(token.WrittenSpan);
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

    private static void Append(ArrayBufferWriter<byte> token, ReadOnlySpan<byte> bytes)
    {
        var space = token.GetSpan(Base64Url.GetEncodedLength(bytes.Length));
        Base64Url.EncodeToUtf8(bytes, space, out _, out var written);
        token.Advance(written);
    }

    /// <summary>The buffers of one thread, which writes one token at a time.</summary>
    private sealed class Scratch : IDisposable
    {
        private readonly ArrayBufferWriter<byte> claims = new(1024);
        private readonly ArrayBufferWriter<byte> token = new(2048);
        private readonly Utf8JsonWriter json;

        public Scratch() => json = new Utf8JsonWriter(claims, Plain);

        public ReadOnlySpan<byte> Json => claims.WrittenSpan;

        public void Dispose() => json.Dispose();

        public Utf8JsonWriter StartJson()
        {
            claims.ResetWrittenCount();
            json.Reset();
            return json;
        }

        public ArrayBufferWriter<byte> StartToken()
        {
            token.ResetWrittenCount();
            return token;
        }
    }
}
