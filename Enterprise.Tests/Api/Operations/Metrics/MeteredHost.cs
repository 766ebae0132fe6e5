using System.Diagnostics.Metrics;
using Enterprise.Api.Operations.Metrics;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Operations.Metrics;

/// <summary>The meters of a host, and what listens to them.</summary>
internal sealed class MeteredHost : IDisposable
{
    public const string Hosting = "Microsoft.AspNetCore.Hosting";

    private static int pools;

    private readonly KeyValuePair<string, object?>[] tags =
    [
        new("url.scheme", "http"),
        new("http.request.method", "GET"),
        new("network.protocol.version", "1.1"),
        new("http.response.status_code", 200),
        new("http.route", "/v1/me"),
    ];

    private readonly LiveMetrics metrics;
    private readonly Histogram<double> requests;

    public MeteredHost(PoolMeter? pool = null)
    {
        var meter = Meters.Create(new MeterOptions(Hosting));
        requests = meter.CreateHistogram<double>("http.server.request.duration");
        InFlight = meter.CreateUpDownCounter<long>("http.server.active_requests");
        metrics = new LiveMetrics(Meters, pool ?? NewPool(), Clock);
    }

    public ManualClock Clock { get; } = new();

    public SilentMeters Meters { get; } = new();

    public UpDownCounter<long> InFlight { get; }

    /// <summary>Of a meter of its own, for meters without a factory are the process's.</summary>
    public static PoolMeter NewPool() => new($"pools-{Interlocked.Increment(ref pools)}", "the-pool", "pending");

    public void Request(double seconds) => requests.Record(seconds, tags);

    public MetricsSummary Read() => metrics.Read();

    public RouteNumbers Only() => Read().Routes.Single();

    public void GoOn()
    {
        Clock.Advance(SlidingWindow.Slot);
        metrics.Turn();
    }

    public void Dispose()
    {
        metrics.Dispose();
        Meters.Dispose();
    }
}

/// <summary>Makes meters as a host does, with nobody else listening.</summary>
internal sealed class SilentMeters : IMeterFactory
{
    private readonly List<Meter> meters = [];

    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        var meter = new Meter(options);
        meters.Add(meter);
        return meter;
    }

    public void Dispose() => meters.ForEach(meter => meter.Dispose());
}
