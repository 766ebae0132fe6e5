using System.Diagnostics.Metrics;

namespace Enterprise.Application;

/// <summary>
/// The meter of this program's own instruments, whose names begin with <c>enterprise_api.</c>. Tags come from closed sets, never from
/// a request: each instrument has as many series as its sets allow, and none names a person.
/// </summary>
public static class Meters
{
    public const string Name = "Enterprise.Api";
    public const string Prefix = "enterprise_api.";
    public const string Outcome = "outcome";
    public const string Reason = "reason";
    public const string Action = "action";
    public const string Seconds = "s";

    /// <summary>From a millisecond to ten seconds: what aggregates them would else take the bounds for milliseconds.</summary>
    private static readonly InstrumentAdvice<double> Bounds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    /// <summary>The one meter of a host: a factory gives the same one to all who ask.</summary>
    internal static Meter CreateOwn(this IMeterFactory factory) => factory.Create(Name);

    internal static Histogram<double> CreateDuration(this Meter meter, string name, string description) =>
        meter.CreateHistogram(name, Seconds, description, tags: null, Bounds);
}
