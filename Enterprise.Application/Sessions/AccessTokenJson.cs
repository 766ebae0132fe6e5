using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Enterprise.Application.Sessions;

/// <summary>The claims of a token before they are judged.</summary>
internal sealed record AccessTokenClaims(string Issuer, string Audience, DateTimeOffset NotBefore, AccessToken Token);

/// <summary>
/// Reads the two JSON objects of a token strictly: no member twice, none missing, no number in a string, and in the header no
/// member but the three (which refuses <c>crit</c>, <c>b64</c>, <c>jwk</c>, <c>jku</c> and <c>x5u</c>; RFC 8725 section 3.10).
/// </summary>
internal static class AccessTokenJson
{
    // The last second that DateTimeOffset can hold is far beyond any expiry we would issue.
    private const long LatestSecond = 253_402_300_799;

    public static bool TryReadHeader(ReadOnlySpan<byte> json, [NotNullWhen(true)] out Header? header) =>
        TryParse(json, AccessTokenJsonContext.Default.Header, out header) && header.Typ == AccessTokenReader.Type;

    public static bool TryReadClaims(ReadOnlySpan<byte> json, [NotNullWhen(true)] out AccessTokenClaims? claims)
    {
        claims = null;
        if (
            !TryParse(json, AccessTokenJsonContext.Default.Claims, out var read)
            || !TryTime(read.Exp, out var expires)
            || !TryTime(read.Iat, out var issued)
            || !TryTime(read.Nbf, out var notBefore)
            || !AreNames(read.Roles)
            || !AreNames(read.Permissions)
            || read.Ver.Length != read.Roles.Length + 1
        )
            return false;
        var entitlements = new Entitlements(read.Roles, read.Permissions, read.Ver);
        var token = new AccessToken(read.Jti, read.Sub, read.Sid, issued, expires, entitlements);
        claims = new AccessTokenClaims(read.Iss, read.Aud, notBefore, token);
        return true;
    }

    private static bool TryParse<T>(
        ReadOnlySpan<byte> json,
        System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type,
        [NotNullWhen(true)] out T? value
    )
    {
        try
        {
            value = JsonSerializer.Deserialize(json, type);
            return value is not null;
        }
        // Whatever is wrong with it, it is no token of ours; the caller answers 401.
        catch (JsonException)
        {
            value = default;
            return false;
        }
    }

    private static bool TryTime(long seconds, out DateTimeOffset time)
    {
        var holds = seconds is >= 0 and <= LatestSecond;
        time = holds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : default;
        return holds;
    }

    /// <summary>The reader holds members to their annotations, but not what stands in arrays.</summary>
    private static bool AreNames(string?[] names) => !Array.Exists(names, name => name is null);

    internal sealed record Header(string Alg, string Typ, string Kid);

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
    internal sealed class Claims
    {
        // Setters, because arguments of a constructor would be boxed.
        [JsonRequired]
        public string Iss { get; set; } = "";

        [JsonRequired]
        public Guid Sub { get; set; }

        [JsonRequired]
        public string Aud { get; set; } = "";

        [JsonRequired]
        public long Exp { get; set; }

        [JsonRequired]
        public long Iat { get; set; }

        [JsonRequired]
        public long Nbf { get; set; }

        [JsonRequired]
        public Guid Jti { get; set; }

        [JsonRequired]
        public Guid Sid { get; set; }

        [JsonRequired]
        public string[] Roles { get; set; } = [];

        [JsonRequired]
        public string[] Permissions { get; set; } = [];

        [JsonRequired]
        public int[] Ver { get; set; } = [];
    }
}

/// <summary>Ids only as we write them: the parser alone lets capitals, other forms and escapes pass.</summary>
internal sealed class AccessTokenIdConverter : JsonConverter<Guid>
{
    private const int Length = 36;

    public override Guid Read(ref Utf8JsonReader reader, System.Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String || reader.HasValueSequence || reader.ValueIsEscaped)
            throw new JsonException();
        Span<byte> canonical = stackalloc byte[Length];
        return
            Utf8Parser.TryParse(reader.ValueSpan, out Guid id, out var read, 'D')
            && read == reader.ValueSpan.Length
            && id.TryFormat(canonical, out _)
            && canonical.SequenceEqual(reader.ValueSpan)
            ? id
            : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, Guid value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}

/// <summary>Strict reading, generated at compile time.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    MaxDepth = 4,
    Converters = [typeof(AccessTokenIdConverter)]
)]
[JsonSerializable(typeof(AccessTokenJson.Header))]
[JsonSerializable(typeof(AccessTokenJson.Claims))]
internal sealed partial class AccessTokenJsonContext : JsonSerializerContext;
