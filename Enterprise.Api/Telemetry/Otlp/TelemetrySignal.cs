namespace Enterprise.Api.Telemetry.Otlp;

/// <summary>The three kinds of telemetry, as OpenTelemetry tells them apart.</summary>
internal enum TelemetrySignal
{
    /// <summary>Spans.</summary>
    Traces,

    /// <summary>Aggregated measurements.</summary>
    Metrics,

    /// <summary>Log lines.</summary>
    Logs,
}
