using System.Collections;

namespace Enterprise.Api.Http;

/// <summary>What every log line of a request carries.</summary>
internal sealed class RequestScope(string requestId, string traceId) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public const string RequestId = "request_id";
    public const string TraceId = "trace_id";

    public int Count => 2;

    public KeyValuePair<string, object?> this[int index] =>
        index switch
        {
            0 => new(RequestId, requestId),
            1 => new(TraceId, traceId),
            _ => throw new ArgumentOutOfRangeException(nameof(index)),
        };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"{RequestId}={requestId} {TraceId}={traceId}";
}
