using System.Text;
using OpenTelemetry.Metrics;

namespace Enterprise.Api.Telemetry.Prometheus;

/// <summary>What Prometheus calls a metric and its labels ("Prometheus and OpenMetrics Compatibility" of the OpenTelemetry specification).</summary>
internal static class MetricNames
{
    private const string Total = "_total";

    /// <summary>
    /// The characters that Prometheus knows, then the unit unless the name has it already, then <c>_total</c> for what only grows:
    /// <c>http.server.request.duration</c> in <c>s</c> is <c>http_server_request_duration_seconds</c>.
    /// </summary>
    public static string Of(string name, string unit, MetricType type)
    {
        var (counted, per) = UnitNames.Of(unit, type.IsGauge());
        var clean = Clean(name, mayHaveColons: true);
        if (type.IsCounter() && clean.EndsWith(Total, StringComparison.Ordinal))
            clean = clean[..^Total.Length];
        clean = With(With(clean, counted), per);
        return type.IsCounter() ? clean.TrimEnd('_') + Total : clean;
    }

    /// <summary>Of an attribute: its invalid characters are <c>_</c>, several in a row are one.</summary>
    public static string OfLabel(string key) => Clean(key);

    /// <summary>ASCII letters, digits and <c>_</c>, no digit at the beginning and no two <c>_</c> in a row.</summary>
    internal static string Clean(string name, bool mayHaveColons = false)
    {
        var clean = new StringBuilder(name.Length + 1);
        foreach (var character in name)
        {
            var isKnown = char.IsAsciiLetterOrDigit(character) || (mayHaveColons && character == ':');
            if (clean.Length == 0 && char.IsAsciiDigit(character))
                clean.Append('_');
            if (isKnown)
                clean.Append(character);
            else if (clean.Length == 0 || clean[^1] != '_')
                clean.Append('_');
        }
        return clean.ToString();
    }

    public static bool IsCounter(this MetricType type) => type is MetricType.LongSum or MetricType.DoubleSum;

    /// <summary>What OpenTelemetry calls a gauge; Prometheus calls sums that go down so, too.</summary>
    public static bool IsGauge(this MetricType type) => type is MetricType.LongGauge or MetricType.DoubleGauge;

    private static string With(string name, string suffix) =>
        suffix.Length == 0 || $"_{name}_".Contains($"_{suffix}_", StringComparison.Ordinal)
            ? name
            : $"{name.TrimEnd('_')}_{suffix}";
}
