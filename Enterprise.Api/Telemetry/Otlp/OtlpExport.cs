using System.Diagnostics;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;

namespace Enterprise.Api.Telemetry.Otlp;

/// <summary>
/// Makes what sends to a collector, by the settings. Spans and log lines wait in queues of 2048 (<c>OTEL_BSP_...</c>, <c>OTEL_BLRP_...</c>);
/// what finds them full is dropped and counted.
/// </summary>
internal sealed class OtlpExport(
    IOptions<TelemetryOptions> options,
    IConfiguration configuration,
    TelemetryMetrics metrics,
    IServiceProvider services
) : IDisposable
{
    public const string Interval = "OTEL_METRIC_EXPORT_INTERVAL";
    public const string IntervalTimeout = "OTEL_METRIC_EXPORT_TIMEOUT";

    private readonly CancellationTokenSource cut = new();

    public OtlpVariables Variables { get; } = new(configuration);

    /// <summary>Ends whatever is being sent once the time is up: at its own end the SDK waits for each export by itself.</summary>
    public void CutAfter(TimeSpan limit) => cut.CancelAfter(limit);

    /// <summary>The time was up before all was sent.</summary>
    public bool WasCut => cut.IsCancellationRequested;

    public void Dispose() => cut.Dispose();

    /// <summary><c>null</c> where traces are not sent.</summary>
    public BaseProcessor<Activity>? NewSpanProcessor() =>
        TargetOf(TelemetrySignal.Traces) is { } target
            ? new BatchActivityExportProcessor(
                new OtlpTraceExporter(target),
                Spans.Queue,
                Spans.Delay,
                Spans.Timeout,
                Spans.Size
            )
            : null;

    /// <summary><c>null</c> where log lines are not sent.</summary>
    public BaseProcessor<LogRecord>? NewLogProcessor() =>
        TargetOf(TelemetrySignal.Logs) is { } target
            ? new BatchLogRecordExportProcessor(
                new OtlpLogExporter(target),
                Lines.Queue,
                Lines.Delay,
                Lines.Timeout,
                Lines.Size
            )
            : null;

    /// <summary><c>null</c> where metrics are not sent.</summary>
    public MetricReader? NewMetricReader() =>
        TargetOf(TelemetrySignal.Metrics) is { } target
            ? new PeriodicExportingMetricReader(
                new OtlpMetricExporter(target),
                Variables.Number(Interval, OtlpVariables.LongestWait) ?? 60_000,
                Variables.Number(IntervalTimeout, OtlpVariables.LongestWait) ?? 30_000
            )
            : null;

    private OtlpBatch Spans => OtlpBatch.Of(OtlpBatch.OfSpans, Variables);

    private OtlpBatch Lines => OtlpBatch.Of(OtlpBatch.OfLogs, Variables);

    private OtlpExporterOptions? TargetOf(TelemetrySignal signal) =>
        OtlpTarget.Of(signal, options.Value, Variables) is { } target
            ? target.ToOptions(() => NewClient(signal, target))
            : null;

    /// <summary>The exporter leaves the time limit to the client, where it is given one.</summary>
    private HttpClient NewClient(TelemetrySignal signal, OtlpTarget target)
    {
        var client = new HttpClient(new ExportWatch(signal, metrics, NewLogger, cut.Token))
        {
            Timeout = target.Timeout,
        };
        OtlpHeaders.Add(client, target.Headers);
        return client;
    }

    /// <summary>Only when there is something to say: loggers may be what is being made.</summary>
    private ILogger NewLogger() => services.GetRequiredService<ILogger<OtlpExport>>();
}
