using System.Globalization;

namespace Enterprise.Api.Telemetry.Otlp;

/// <summary>
/// The variables of the OpenTelemetry specification ("Environment Variable Specification" and "OpenTelemetry Protocol Exporter"), from
/// whatever source of settings. An empty one counts as one that is not set.
/// </summary>
internal sealed class OtlpVariables(IConfiguration configuration)
{
    public const string Disabled = "OTEL_SDK_DISABLED";

    /// <summary>The longest of all times that can be set, in milliseconds: an hour.</summary>
    public const int LongestWait = 3_600_000;

    /// <summary>Nothing is told to anybody but standard output, whatever else is set.</summary>
    public bool IsDisabled => string.Equals(Text(Disabled), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a signal is sent (<c>otlp</c> or <c>none</c>); <c>null</c> where nothing is said.</summary>
    public bool? IsExported(TelemetrySignal signal) =>
        Text(ExporterName(signal)) is { } exporter
            ? string.Equals(exporter, "otlp", StringComparison.OrdinalIgnoreCase)
            : null;

    /// <summary>The setting of one signal, which is stronger, or of all of them.</summary>
    public string? Of(TelemetrySignal signal, string what) =>
        Text($"OTEL_EXPORTER_OTLP_{Name(signal)}_{what}") ?? OfAll(what);

    /// <summary>The setting of one signal alone.</summary>
    public string? OfOne(TelemetrySignal signal, string what) => Text($"OTEL_EXPORTER_OTLP_{Name(signal)}_{what}");

    /// <summary>The setting of all signals.</summary>
    public string? OfAll(string what) => Text($"OTEL_EXPORTER_OTLP_{what}");

    /// <summary>A whole number from 1 to the most; <c>null</c> where there is none.</summary>
    public int? Number(string name, int most) => Whole(Text(name), most);

    public string? Text(string name) => configuration[name]?.Trim() is { Length: > 0 } text ? text : null;

    public static int? Whole(string? text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number > 0
        && number <= most
            ? number
            : null;

    public static string ExporterName(TelemetrySignal signal) => $"OTEL_{Name(signal)}_EXPORTER";

    public static string Name(TelemetrySignal signal) => signal.ToString().ToUpperInvariant();
}
