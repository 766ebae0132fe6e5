using System.Diagnostics.Metrics;
using Enterprise.Application.Audit;
using Enterprise.Application.Authorization;
using Enterprise.Application.Health;
using Enterprise.Application.Limits;
using Enterprise.Application.Passwords;
using Enterprise.Application.Sessions;

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

    /// <summary>Every instrument that this layer makes, with its tags; those of one host are all there from its start.</summary>
    public static readonly IReadOnlyList<InstrumentDeclaration> Declared =
    [
        .. SessionMetrics.Declared,
        .. AgeMetrics.Declared,
        .. PasswordMetrics.Declared,
        .. AuthorizationMetrics.Declared,
        .. LimitMetrics.Declared,
        .. AuditMetrics.Declared,
        .. HealthMetrics.Declared,
    ];

    /// <summary>From a millisecond to ten seconds: what aggregates them would else take the bounds for milliseconds.</summary>
    private static readonly InstrumentAdvice<double> Bounds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    /// <summary>The one meter of a host: a factory gives the same one to all who ask.</summary>
    public static Meter CreateOwn(this IMeterFactory factory) => factory.Create(Name);

    /// <summary>Makes every series that the counter is declared with.</summary>
    public static void BeginAtZero(this Counter<long> counter, IReadOnlyList<InstrumentDeclaration> declared)
    {
        foreach (var tags in declared.Single(instrument => instrument.Name == counter.Name).Series())
            counter.Add(0, tags);
    }

    internal static Histogram<double> CreateDuration(this Meter meter, string name, string description) =>
        meter.CreateHistogram(name, Seconds, description, tags: null, Bounds);
}
