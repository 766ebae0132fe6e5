using System.Collections.Frozen;

namespace Enterprise.Api.Telemetry.Prometheus;

/// <summary>
/// The words that Prometheus has for units in the notation of UCUM ("Prometheus and OpenMetrics Compatibility" of the OpenTelemetry
/// specification, section "Metric Metadata").
/// </summary>
internal static class UnitNames
{
    private const string Dimensionless = "1";

    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>
    {
        ["d"] = "days",
        ["h"] = "hours",
        ["min"] = "minutes",
        ["s"] = "seconds",
        ["ms"] = "milliseconds",
        ["us"] = "microseconds",
        ["ns"] = "nanoseconds",
        ["By"] = "bytes",
        ["KiBy"] = "kibibytes",
        ["MiBy"] = "mebibytes",
        ["GiBy"] = "gibibytes",
        ["TiBy"] = "tebibytes",
        ["KBy"] = "kilobytes",
        ["MBy"] = "megabytes",
        ["GBy"] = "gigabytes",
        ["TBy"] = "terabytes",
        ["m"] = "meters",
        ["V"] = "volts",
        ["A"] = "amperes",
        ["J"] = "joules",
        ["W"] = "watts",
        ["g"] = "grams",
        ["Cel"] = "celsius",
        ["Hz"] = "hertz",
        ["%"] = "percent",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Rates = new Dictionary<string, string>
    {
        ["s"] = "second",
        ["m"] = "minute",
        ["min"] = "minute",
        ["h"] = "hour",
        ["d"] = "day",
        ["w"] = "week",
        ["mo"] = "month",
        ["y"] = "year",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The suffixes that a unit adds, each empty for none: <c>By/s</c> is <c>bytes</c> and <c>per_second</c>.</summary>
    /// <param name="unit">In the notation of UCUM; what stands in braces counts something and is no unit.</param>
    /// <param name="isGauge">Only a gauge without a dimension is a ratio; of the others <c>1</c> says nothing.</param>
    public static (string Unit, string Per) Of(string unit, bool isGauge)
    {
        var plain = WithoutAnnotations(unit);
        if (plain == Dimensionless)
            return (isGauge ? "ratio" : "", "");
        var slash = plain.IndexOf('/', StringComparison.Ordinal);
        var (counted, per) = slash < 0 ? (plain, "") : (plain[..slash], plain[(slash + 1)..]);
        var rate = MetricNames.Clean(Rates.GetValueOrDefault(per, per)).Trim('_');
        return (
            counted == Dimensionless ? "" : MetricNames.Clean(Words.GetValueOrDefault(counted, counted)).Trim('_'),
            rate.Length == 0 ? "" : "per_" + rate
        );
    }

    private static string WithoutAnnotations(string unit)
    {
        var start = unit.IndexOf('{', StringComparison.Ordinal);
        while (start >= 0)
        {
            var end = unit.IndexOf('}', start);
            if (end < 0)
                break;
            unit = unit.Remove(start, end - start + 1);
            start = unit.IndexOf('{', StringComparison.Ordinal);
        }
        return unit.Trim();
    }
}
