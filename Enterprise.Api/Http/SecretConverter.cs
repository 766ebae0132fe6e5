using System.Text.Json;
using System.Text.Json.Serialization;
using Enterprise.Domain.Common;

namespace Enterprise.Api.Http;

/// <summary>Secrets on the wire are plain strings; nowhere else.</summary>
internal sealed class SecretConverter : JsonConverter<Secret>
{
    private readonly TextConverter text = new();

    public override Secret? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        text.Read(ref reader, typeof(string), options) is { } value ? new Secret(value) : null;

    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Reveal());
}
