using Enterprise.Application.Configuration;

namespace Enterprise.Api.Telemetry.Otlp;

/// <summary>
/// Lists what is wrong with the variables of OpenTelemetry that say where telemetry goes. The SDK would fall back to a default, and an
/// operator would look for their traces elsewhere.
/// </summary>
internal sealed class OtlpVariablesCheck(IConfiguration configuration) : ISettingsCheck
{
    private static readonly string[] Scopes = ["", "TRACES_", "METRICS_", "LOGS_"];

    public IEnumerable<string> Faults()
    {
        var variables = new OtlpVariables(configuration);
        var faults = new SettingFaults();
        foreach (var scope in Scopes)
        {
            var name = $"OTEL_EXPORTER_OTLP_{scope}";
            faults
                .Check(
                    $"{name}ENDPOINT",
                    variables.Text($"{name}ENDPOINT") is not { } endpoint || IsUrl(endpoint),
                    "must be a URL such as http://collector:4318"
                )
                .Check(
                    $"{name}PROTOCOL",
                    variables.Text($"{name}PROTOCOL") is null or OtlpTarget.Grpc or OtlpTarget.Http,
                    "must be grpc or http/protobuf"
                )
                .Check(
                    $"{name}COMPRESSION",
                    variables.Text($"{name}COMPRESSION") is null or "gzip" or "none",
                    "must be gzip or none"
                );
        }
        return faults.All;
    }

    internal static bool IsUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https") && url.Host.Length > 0;
}
