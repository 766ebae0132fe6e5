using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Enterprise.Api.Http;

/// <summary>
/// Times in RFC 3339, written in UTC with <c>Z</c> and at most microseconds, which is what the database keeps; read with any
/// offset between 1970 and 2100, since PostgreSQL takes the ends of .NET's range for infinity.
/// </summary>
internal sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'";

    private static readonly string[] Readable =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
    ];

    private static readonly DateTimeOffset Latest = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TryGetDateTimeOffset(out var time) && IsWithinBounds(time)
            ? time.ToUniversalTime()
            : throw new JsonException();

    /// <summary>Reads a time of a query: within the same bounds, always with an offset (RFC 3339 section 5.6).</summary>
    public static bool TryRead(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(
            text,
            Readable,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out time
        ) && IsWithinBounds(time);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture));

    private static bool IsWithinBounds(DateTimeOffset time) => time >= DateTimeOffset.UnixEpoch && time < Latest;
}
