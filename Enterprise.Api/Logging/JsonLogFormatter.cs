using System.Buffers;
using System.Text;
using System.Text.Json;
using Enterprise.Api.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Enterprise.Api.Logging;

/// <summary>
/// One JSON object a line, with stable keys: <c>time, level, service, env, category, event_id, event_name, message</c>, those of the
/// request (<c>request_id, trace_id</c>) and those of the event itself. JSON escapes line breaks and control characters, so no
/// value can forge a line.
/// </summary>
internal sealed class JsonLogFormatter(IHostEnvironment environment, TimeProvider time)
    : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "enterprise-json";
    private const string Service = "enterprise-api";

    public override void Write<TState>(
        in LogEntry<TState> logEntry,
        IExternalScopeProvider? scopeProvider,
        TextWriter textWriter
    )
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WriteEvent(json, logEntry);
            scopeProvider?.ForEachScope(WriteScope, json);
            WriteState(json, logEntry.State);
            if (logEntry.Exception is { } exception)
                json.WriteString("error", exception.ToString());
            json.WriteEndObject();
        }
        textWriter.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private void WriteEvent<TState>(Utf8JsonWriter json, in LogEntry<TState> entry)
    {
        json.WriteString("time", time.GetUtcNow().UtcDateTime);
        json.WriteString("level", LogLevels.Name(entry.LogLevel));
        json.WriteString("service", Service);
        json.WriteString("env", environment.EnvironmentName.ToLowerInvariant());
        json.WriteString("category", entry.Category);
        json.WriteNumber("event_id", entry.EventId.Id);
        if (entry.EventId.Name is { } name)
            json.WriteString("event_name", name);
        json.WriteString("message", entry.Formatter(entry.State, entry.Exception));
    }

    /// <summary>Only the scope of the request: what the framework adds of its own holds paths and connection ids.</summary>
    private static void WriteScope(object? scope, Utf8JsonWriter json)
    {
        if (scope is RequestScope request)
            WriteMembers(json, request);
    }

    private static void WriteState<TState>(Utf8JsonWriter json, TState state)
    {
        if (state is IReadOnlyList<KeyValuePair<string, object?>> members)
            WriteMembers(json, members);
    }

    private static void WriteMembers(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>> members)
    {
        for (var i = 0; i < members.Count; i++)
        {
            var (name, value) = members[i];
            if (name is "{OriginalFormat}")
                continue;
            json.WritePropertyName(JsonNamingPolicy.SnakeCaseLower.ConvertName(name));
            WriteValue(json, value);
        }
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            default:
                json.WriteStringValue(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
        }
    }
}
