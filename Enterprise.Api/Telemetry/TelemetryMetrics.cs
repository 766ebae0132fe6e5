using System.Diagnostics.Metrics;
using Enterprise.Api.Telemetry.Otlp;
using Enterprise.Application;

namespace Enterprise.Api.Telemetry;

/// <summary>What telemetry tells about itself: what was dropped because nobody took it, and how sending went.</summary>
public sealed class TelemetryMetrics : IInstruments, IDisposable
{
    public const string Drops = Meters.Prefix + "telemetry.drops";
    public const string Exports = Meters.Prefix + "telemetry.exports";
    public const string Signal = "signal";

    public static readonly IReadOnlyList<InstrumentDeclaration> Declared =
    [
        new(
            Drops,
            new(Signal, ["traces", "logs"]),
            new(Meters.Reason, [QueueFull, ExportFailed, OutputFull, OutputFailed])
        ),
        new(Exports, new(Signal, ["traces", "metrics", "logs"]), new(Meters.Outcome, [Succeeded, Failed])),
    ];

    private const string Succeeded = "succeeded";
    private const string Failed = "failed";
    private const string SdkMeter = "otel.sdk.experimental";
    private const string SpansProcessed = "otel.sdk.processor.span.processed";
    private const string LogsProcessed = "otel.sdk.processor.log.processed";
    private const string SdkError = "error.type";
    private const string QueueFull = "queue_full";

    /// <summary>Nobody read standard output.</summary>
    internal const string OutputFull = "output_full";

    /// <summary>Standard output could not be written to.</summary>
    internal const string OutputFailed = "output_failed";

    /// <summary>The collector did not take them.</summary>
    private const string ExportFailed = "export_failed";

    private readonly Counter<long> drops;
    private readonly Counter<long> exports;
    private readonly MeterListener sdk;
    private readonly long[] underWay = new long[Enum.GetValues<TelemetrySignal>().Length];

    public TelemetryMetrics(IMeterFactory meters)
    {
        var meter = meters.CreateOwn();
        drops = meter.CreateCounter<long>(
            Drops,
            "{item}",
            "Spans and log lines that nobody took, by signal (traces, logs) and reason (queue_full, export_failed, output_full, output_failed)."
        );
        exports = meter.CreateCounter<long>(
            Exports,
            "{export}",
            "Attempts to send to the collector, by signal (traces, metrics, logs) and outcome (succeeded, failed)."
        );
        // The SDK's own count, whose name is still called experimental.
        sdk = new MeterListener { InstrumentPublished = Publish };
        sdk.SetMeasurementEventCallback<long>(Count);
        sdk.Start();
    }

    public void BeginAtZero()
    {
        drops.BeginAtZero(Declared);
        exports.BeginAtZero(Declared);
    }

    public void Dispose() => sdk.Dispose();

    /// <summary>The collector took an export, or did not; what was in it is lost then.</summary>
    internal void Exported(TelemetrySignal signal, bool succeeded)
    {
        exports.Add(
            1,
            new KeyValuePair<string, object?>(Signal, NameOf(signal)),
            new KeyValuePair<string, object?>(Meters.Outcome, succeeded ? Succeeded : Failed)
        );
        var items = Interlocked.Exchange(ref underWay[(int)signal], 0);
        if (!succeeded && items > 0)
            Dropped(signal, ExportFailed, items);
    }

    /// <summary>Nobody will ever read these.</summary>
    internal void Dropped(TelemetrySignal signal, string reason, long items) =>
        drops.Add(
            items,
            new KeyValuePair<string, object?>(Signal, NameOf(signal)),
            new KeyValuePair<string, object?>(Meters.Reason, reason)
        );

    internal static string NameOf(TelemetrySignal signal) =>
        signal switch
        {
            TelemetrySignal.Traces => "traces",
            TelemetrySignal.Metrics => "metrics",
            _ => "logs",
        };

    private static void Publish(Instrument instrument, MeterListener listener)
    {
        if (instrument.Meter.Name == SdkMeter && instrument.Name is SpansProcessed or LogsProcessed)
            listener.EnableMeasurementEvents(instrument);
    }

    private void Count(
        Instrument instrument,
        long value,
        ReadOnlySpan<KeyValuePair<string, object?>> tags,
        object? state
    )
    {
        var signal = instrument.Name == SpansProcessed ? TelemetrySignal.Traces : TelemetrySignal.Logs;
        foreach (var tag in tags)
            if (tag is { Key: SdkError, Value: QueueFull })
            {
                Dropped(signal, QueueFull, value);
                return;
            }
        // Taken out of the queue for one export, which comes next: there is one at a time.
        Interlocked.Exchange(ref underWay[(int)signal], value);
    }
}
