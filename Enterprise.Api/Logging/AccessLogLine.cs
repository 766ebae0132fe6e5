using System.Collections;
using System.Globalization;

namespace Enterprise.Api.Logging;

/// <summary>The access line under its stable keys, which no message template can spell.</summary>
internal sealed class AccessLogLine(string method, string route, int status, double milliseconds)
    : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 4;

    public KeyValuePair<string, object?> this[int index] =>
        index switch
        {
            0 => new("http.method", method),
            1 => new("http.route", route),
            2 => new("http.status", status),
            3 => new("latency_ms", Math.Round(milliseconds, 3)),
            _ => throw new ArgumentOutOfRangeException(nameof(index)),
        };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{method} {route} {status} {milliseconds:0.0} ms");
}
