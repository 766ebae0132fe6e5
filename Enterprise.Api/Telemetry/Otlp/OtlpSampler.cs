using System.Globalization;
using OpenTelemetry.Trace;

namespace Enterprise.Api.Telemetry.Otlp;

/// <summary>Which traces are taken: by our share where it is set, else by the sampler of the specification, else all that nobody decided against.</summary>
internal static class OtlpSampler
{
    public const string Variable = "OTEL_TRACES_SAMPLER";
    public const string ArgumentVariable = "OTEL_TRACES_SAMPLER_ARG";

    private static readonly Dictionary<string, Func<double, Sampler>> Samplers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["always_on"] = _ => new AlwaysOnSampler(),
        ["always_off"] = _ => new AlwaysOffSampler(),
        ["traceidratio"] = share => new TraceIdRatioBasedSampler(share),
        ["parentbased_always_on"] = _ => new ParentBasedSampler(new AlwaysOnSampler()),
        ["parentbased_always_off"] = _ => new ParentBasedSampler(new AlwaysOffSampler()),
        ["parentbased_traceidratio"] = ByParentOrShare,
    };

    /// <summary>The names that <see cref="Variable"/> can have.</summary>
    public static IEnumerable<string> Names => Samplers.Keys;

    public static Sampler Of(double? ratio, OtlpVariables variables) =>
        ratio is null && variables.Text(Variable) is { } name && Samplers.TryGetValue(name, out var make)
            ? make(Share(variables.Text(ArgumentVariable)) ?? 1)
            : ByParentOrShare(ratio ?? 1);

    /// <summary>A number from 0 to 1; <c>null</c> where the text is none.</summary>
    public static double? Share(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1
            ? share
            : null;

    private static ParentBasedSampler ByParentOrShare(double share) =>
        new ParentBasedSampler(new TraceIdRatioBasedSampler(share));
}
