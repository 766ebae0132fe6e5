namespace Enterprise.Api.Operations.Metrics;

/// <summary>The requests of one method and route.</summary>
/// <param name="method">One of HTTP's, or <c>_OTHER</c>.</param>
/// <param name="route">A template, never a path.</param>
internal sealed class RouteFigures(string method, string route)
{
    private const int Classes = 6;
    private readonly long[] byClass = new long[Classes];

    public string Method { get; } = method;

    public string Route { get; } = route;

    public Distribution Distribution { get; } = new();

    public void Record(double seconds, int status)
    {
        Distribution.Record(seconds);
        Interlocked.Increment(ref byClass[Math.Clamp(status / 100, 0, Classes - 1)]);
    }

    public StatusClasses Read() => new(Of(1), Of(2), Of(3), Of(4), Of(5));

    private long Of(int statusClass) => Interlocked.Read(ref byClass[statusClass]);
}
