using System.Globalization;

namespace Enterprise.Api.Telemetry.Otlp;

/// <summary>
/// The variables of the OpenTelemetry specification ("Environment Variable Specification" and "OpenTelemetry Protocol Exporter"), from
/// whatever source of settings. An empty one counts as one that is not set.
/// </summary>
internal sealed class OtlpVariables(IConfiguration configuration)
{
    public const string Prefix = "OTEL_";
    public const string Sampler = "OTEL_TRACES_SAMPLER";

    public bool IsDisabled => string.Equals(Text("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>What sends a signal: <c>otlp</c>, <c>none</c> or another list of names; <c>null</c> where nothing is said.</summary>
    public string? ExporterOf(TelemetrySignal signal) => Text($"OTEL_{Name(signal)}_EXPORTER");

    /// <summary>The setting of one signal, which is stronger, or of all of them.</summary>
    public string? Of(TelemetrySignal signal, string what) =>
        Text($"OTEL_EXPORTER_OTLP_{Name(signal)}_{what}") ?? OfAll(what);

    /// <summary>The setting of one signal alone.</summary>
    public string? OfOne(TelemetrySignal signal, string what) => Text($"OTEL_EXPORTER_OTLP_{Name(signal)}_{what}");

    /// <summary>The setting of all signals.</summary>
    public string? OfAll(string what) => Text($"OTEL_EXPORTER_OTLP_{what}");

    /// <summary>A whole number above 0; the default where there is none.</summary>
    public int Number(string name, int otherwise) => Positive(Text(name)) ?? otherwise;

    public string? Text(string name) => configuration[name] is { Length: > 0 } text ? text.Trim() : null;

    public static int? Positive(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : null;

    public static string Name(TelemetrySignal signal) => signal.ToString().ToUpperInvariant();
}
