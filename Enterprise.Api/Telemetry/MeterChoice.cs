using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using Enterprise.Application;
using OpenTelemetry.Metrics;

namespace Enterprise.Api.Telemetry;

/// <summary>
/// Which instruments are aggregated for whoever reads metrics, and how many series each may have; what comes beyond that is counted
/// together, by the SDK, under <c>otel.metric.overflow</c>. Meters carry the factory that made them, so that of several hosts in one process each
/// reads its own; those of the runtime and the database client are the process's.
/// </summary>
internal sealed class MeterChoice(IMeterFactory meters)
{
    /// <summary>Every instrument of our own.</summary>
    public static readonly IReadOnlyList<InstrumentDeclaration> Declared =
    [
        .. Meters.Declared,
        .. TelemetryMetrics.Declared,
    ];

    /// <summary>For what is not ours and has no bound of its own here.</summary>
    private const int MaxSeries = 64;

    private static readonly FrozenDictionary<string, int> Limits = Declared
        .Select(instrument => KeyValuePair.Create(instrument.Name, instrument.MaxSeries))
        .Concat([
            // By method, route and status.
            KeyValuePair.Create("http.server.request.duration", 1000),
            KeyValuePair.Create("aspnetcore.routing.match_attempts", 200),
        ])
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Each asking starts these over, for whoever else asks.</summary>
    private static readonly FrozenSet<string> Unreadable = FrozenSet.Create(
        StringComparer.Ordinal,
        "db.client.operation.npgsql.prepared_ratio"
    );

    /// <summary>How many series an instrument may have.</summary>
    public static int LimitOf(string instrument) => Limits.GetValueOrDefault(instrument, MaxSeries);

    public MetricStreamConfiguration? Of(Instrument instrument) =>
        IsOfThisHost(instrument.Meter) && !Unreadable.Contains(instrument.Name)
            ? new MetricStreamConfiguration
            {
                CardinalityLimit = LimitOf(instrument.Name),
                // What nobody describes has a name at least, as OpenTelemetry spells it.
                Description = string.IsNullOrEmpty(instrument.Description) ? instrument.Name : null,
            }
            : MetricStreamConfiguration.Drop;

    private bool IsOfThisHost(Meter meter) => meter.Scope is null || ReferenceEquals(meter.Scope, meters);
}
