using Enterprise.Api.Telemetry.Otlp;
using Enterprise.Application.Configuration;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Telemetry;

/// <summary>
/// What is told to whom about the running program (<c>APP_TELEMETRY__...</c>). Where one of these is not set, the variables of the
/// OpenTelemetry specification count: <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> and the others. <c>OTEL_SDK_DISABLED</c> switches all of it off.
/// </summary>
public sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>Where a collector listens, <c>http://collector:4317</c>. Empty: nothing is sent, unless a variable of OpenTelemetry says where.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary><c>grpc</c> or <c>http/protobuf</c>; empty: gRPC for port 4317, else HTTP.</summary>
    public string Protocol { get; set; } = "";

    /// <summary>Sent along with every export, <c>authorization=Bearer abc,x-tenant=7</c>; values are percent-encoded. A secret.</summary>
    public string Headers { get; set; } = "";

    /// <summary>Send traces, where there is a collector; <c>null</c>: as <c>OTEL_TRACES_EXPORTER</c> says, else yes.</summary>
    public bool? Traces { get; set; }

    /// <summary>Send metrics, where there is a collector; <c>null</c>: as <c>OTEL_METRICS_EXPORTER</c> says, else yes.</summary>
    public bool? Metrics { get; set; }

    /// <summary>
    /// Send log lines too, where there is a collector; they are on standard output in any case. <c>null</c>: as <c>OTEL_LOGS_EXPORTER</c> says, else no.
    /// </summary>
    public bool? Logs { get; set; }

    /// <summary>
    /// 0 to 1: of the requests that no other service has decided about, how many are traced. Who called decides for theirs. <c>null</c>: as
    /// <c>OTEL_TRACES_SAMPLER</c> says, else 1.
    /// </summary>
    public double? SampleRatio { get; set; }

    /// <summary>Answer <c>GET /metrics</c>.</summary>
    public bool Prometheus { get; set; } = true;
}

/// <summary>Lists everything that is wrong with the <see cref="TelemetryOptions"/> in one go.</summary>
public sealed class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>
{
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options) =>
        new SettingFaults()
            .Check(
                "APP_TELEMETRY__ENDPOINT",
                options.Endpoint.Length == 0 || OtlpVariablesCheck.IsUrl(options.Endpoint),
                "must be a URL such as http://collector:4317"
            )
            .Check(
                "APP_TELEMETRY__PROTOCOL",
                options.Protocol is "" or OtlpTarget.Grpc or OtlpTarget.Http,
                "must be grpc or http/protobuf"
            )
            .Check("APP_TELEMETRY__HEADERS", OtlpHeaders.AreValid(options.Headers), OtlpHeaders.Rule)
            .Check(
                "APP_TELEMETRY__SAMPLE_RATIO",
                options.SampleRatio is null or >= 0 and <= 1,
                "must be a number from 0 to 1"
            )
            .Result();
}
