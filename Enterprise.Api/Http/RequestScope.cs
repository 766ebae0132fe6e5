using System.Collections;

namespace Enterprise.Api.Http;

/// <summary>
/// What every log line of a request carries. As a list it is what exporters of log records add to each: the trace and the span are on
/// those already. It holds values and not the request, whose objects serve the next one while something of this one still logs.
/// </summary>
/// <param name="requestId">See <see cref="RequestIds"/>.</param>
/// <param name="traceId">32 hexadecimal digits, or empty.</param>
/// <param name="spanId">Of the request itself: 16 hexadecimal digits, or empty.</param>
internal sealed class RequestScope(string requestId, string traceId, string spanId)
    : IReadOnlyList<KeyValuePair<string, object?>>
{
    public string RequestId => requestId;

    public string TraceId => traceId;

    public string SpanId => spanId;

    /// <summary>The opaque id of the caller; <c>null</c> until they are known.</summary>
    public string? UserId { get; set; }

    public int Count => UserId is null ? 1 : 2;

    public KeyValuePair<string, object?> this[int index] =>
        index switch
        {
            0 => new("request_id", requestId),
            1 => new("user_id", UserId),
            _ => throw new ArgumentOutOfRangeException(nameof(index)),
        };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"request_id={requestId} trace_id={traceId}";
}
