using OpenTelemetry.Metrics;

namespace Enterprise.Api.Telemetry.Prometheus;

/// <summary>Aggregates for the page. Counts go up from the start of the program, whoever asks and however often.</summary>
internal sealed class PullReader : BaseExportingMetricReader
{
    public PullReader(PrometheusExporter exporter)
        : base(exporter) => TemporalityPreference = MetricReaderTemporalityPreference.Cumulative;

    /// <summary>Nothing waits to be sent; collecting, which a reader does at its end, would be refused and pass for a failure.</summary>
    protected override bool OnShutdown(int timeoutMilliseconds) => exporter.Shutdown(timeoutMilliseconds);
}
