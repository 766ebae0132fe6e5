using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace Enterprise.Api.Telemetry;

/// <summary>
/// Which instruments are aggregated for whoever reads metrics, and how many series each may have. Meters carry the factory that made
/// them, so that of several hosts in one process each reads its own; those of the runtime and the database client are the process's.
/// </summary>
internal sealed class MeterChoice(IMeterFactory meters)
{
    /// <summary>For what has no bound of its own here.</summary>
    private const int MaxSeries = 64;

    public MetricStreamConfiguration? Of(Instrument instrument) =>
        IsOfThisHost(instrument.Meter)
            ? new MetricStreamConfiguration { CardinalityLimit = MaxSeries }
            : MetricStreamConfiguration.Drop;

    private bool IsOfThisHost(Meter meter) => meter.Scope is null || ReferenceEquals(meter.Scope, meters);
}
