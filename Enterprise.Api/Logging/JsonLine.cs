using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Enterprise.Api.Logging;

/// <summary>One line that is being written: a JSON object in memory that is used again for the next one of the same thread.</summary>
internal sealed class JsonLine
{
    private const int UsualBytes = 1024;

    /// <summary>A line with a long exception must not keep its memory.</summary>
    private const int MaxKeptBytes = 32 * 1024;

    [ThreadStatic]
    private static JsonLine? spare;

    private readonly ArrayBufferWriter<byte> buffer = new(UsualBytes);
    private readonly List<string> members = [];

    private JsonLine() => Json = new Utf8JsonWriter(buffer);

    public Utf8JsonWriter Json { get; }

    /// <summary>Begins an object. A value that logs while it is written finds no spare line, and gets one of its own.</summary>
    public static JsonLine Begin()
    {
        var line = spare ?? new JsonLine();
        spare = null;
        line.Json.WriteStartObject();
        return line;
    }

    /// <summary>Ends the object and hands it over, with a line break.</summary>
    public void End(TextWriter writer)
    {
        Json.WriteEndObject();
        Json.Flush();
        var chars = ArrayPool<char>.Shared.Rent(buffer.WrittenCount);
        var count = Encoding.UTF8.GetChars(buffer.WrittenSpan, chars);
        writer.Write(chars, 0, count);
        writer.WriteLine();
        ArrayPool<char>.Shared.Return(chars);
        if (buffer.Capacity > MaxKeptBytes)
            return;
        buffer.ResetWrittenCount();
        Json.Reset();
        members.Clear();
        spare = this;
    }

    /// <summary>Writes what an event has of its own; no name comes twice.</summary>
    public void WriteMembers(IReadOnlyList<KeyValuePair<string, object?>> state)
    {
        for (var i = 0; i < state.Count; i++)
        {
            var (member, value) = state[i];
            if (member is "{OriginalFormat}")
                continue;
            var name = MemberNames.Of(member);
            while (members.Contains(name))
                name = MemberNames.Prefix + name;
            members.Add(name);
            Json.WritePropertyName(name);
            WriteValue(value);
        }
    }

    private void WriteValue(object? value)
    {
        switch (value)
        {
            case null:
                Json.WriteNullValue();
                break;
            case string text:
                Json.WriteStringValue(text);
                break;
            case int number:
                Json.WriteNumberValue(number);
                break;
            case long number:
                Json.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                Json.WriteNumberValue(number);
                break;
            case bool truth:
                Json.WriteBooleanValue(truth);
                break;
            case Guid id:
                Json.WriteStringValue(id);
                break;
            default:
                Json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
