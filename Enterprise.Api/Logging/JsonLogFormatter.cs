using System.Diagnostics;
using System.Text.Json;
using Enterprise.Api.Http;
using Enterprise.Api.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Enterprise.Api.Logging;

/// <summary>
/// One JSON object a line, with stable keys: <c>time, level, service, env, category, event_id, event_name, message</c>, those of the
/// request (<c>request_id, trace_id, span_id, user_id</c>), those of the access line
/// (<c>http.method, http.route, http.status, latency_ms</c>), <c>error</c>, which is a problem code or an exception, and those of the event
/// itself (<see cref="MemberNames"/>).
/// Everything beyond printable ASCII is escaped, so no value can break or forge a line, or make a terminal show another one.
/// </summary>
internal sealed class JsonLogFormatter(IHostEnvironment environment, TelemetryResource resource, TimeProvider time)
    : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "enterprise-json";

    private readonly string service = resource.ServiceName;
    private readonly string env = environment.EnvironmentName.ToLowerInvariant();

    public override void Write<TState>(
        in LogEntry<TState> logEntry,
        IExternalScopeProvider? scopeProvider,
        TextWriter textWriter
    )
    {
        var line = JsonLine.Begin();
        WriteEvent(line.Json, logEntry);
        WriteRequest(line.Json, RequestOf(scopeProvider));
        if (logEntry.State is AccessLogLine access)
            WriteAccess(line.Json, access);
        else if (logEntry.State is IReadOnlyList<KeyValuePair<string, object?>> members)
            line.WriteMembers(members);
        if ((logEntry.Exception?.ToString() ?? (logEntry.State as AccessLogLine)?.Error) is { } error)
            line.Json.WriteString("error"u8, error);
        line.End(textWriter);
    }

    private void WriteEvent<TState>(Utf8JsonWriter json, in LogEntry<TState> entry)
    {
        json.WriteString("time"u8, time.GetUtcNow().UtcDateTime);
        json.WriteString("level"u8, LogLevels.Name(entry.LogLevel));
        json.WriteString("service"u8, service);
        json.WriteString("env"u8, env);
        json.WriteString("category"u8, entry.Category);
        json.WriteNumber("event_id"u8, entry.EventId.Id);
        if (entry.EventId.Name is { } name)
            json.WriteString("event_name"u8, name);
        json.WriteString("message"u8, entry.Formatter(entry.State, entry.Exception));
    }

    /// <summary>Only the scope of the request: what the framework adds of its own holds paths and connection ids.</summary>
    private static RequestScope? RequestOf(IExternalScopeProvider? scopes)
    {
        var found = new Found();
        scopes?.ForEachScope(static (scope, found) => found.Request = scope as RequestScope ?? found.Request, found);
        return found.Request;
    }

    /// <summary>The span is the innermost one of the request's trace; what happens outside requests has a trace where it is traced.</summary>
    private static void WriteRequest(Utf8JsonWriter json, RequestScope? request)
    {
        var traceId = Activity.Current?.TraceId.ToHexString() ?? "";
        var spanId = Activity.Current?.SpanId.ToHexString() ?? "";
        if (request is not null)
        {
            json.WriteString("request_id"u8, request.RequestId);
            if (traceId != request.TraceId)
                (traceId, spanId) = (request.TraceId, request.SpanId);
        }
        if (traceId.Length > 0)
        {
            json.WriteString("trace_id"u8, traceId);
            json.WriteString("span_id"u8, spanId);
        }
        if (request?.UserId is { } userId)
            json.WriteString("user_id"u8, userId);
    }

    private static void WriteAccess(Utf8JsonWriter json, AccessLogLine access)
    {
        json.WriteString("http.method"u8, access.Method);
        json.WriteString("http.route"u8, access.Route);
        json.WriteNumber("http.status"u8, access.Status);
        json.WriteNumber("latency_ms"u8, access.Milliseconds);
    }

    private sealed class Found
    {
        public RequestScope? Request { get; set; }
    }
}
