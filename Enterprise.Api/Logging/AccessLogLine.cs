using System.Collections;
using System.Globalization;

namespace Enterprise.Api.Logging;

/// <summary>The access line under its stable keys, which no message template can spell.</summary>
/// <param name="method">One of HTTP's, or <c>_OTHER</c>.</param>
/// <param name="route">The template of the route, with a leading slash; empty where there is none.</param>
/// <param name="status">The HTTP status, or 499 where the client went away.</param>
/// <param name="milliseconds">From the first line of the head to the last byte handed to the server.</param>
/// <param name="error">The problem code where the request was refused.</param>
internal sealed class AccessLogLine(string method, string route, int status, double milliseconds, string? error)
    : IReadOnlyList<KeyValuePair<string, object?>>
{
    public string Method => method;

    public string Route => route;

    public int Status => status;

    public double Milliseconds { get; } = Math.Round(milliseconds, 3);

    public string? Error => error;

    public int Count => error is null ? 4 : 5;

    public KeyValuePair<string, object?> this[int index] =>
        index switch
        {
            0 => new("http.method", method),
            1 => new("http.route", route),
            2 => new("http.status", status),
            3 => new("latency_ms", Milliseconds),
            4 => new("error", error),
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
