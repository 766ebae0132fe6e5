using Enterprise.Application.Configuration;

namespace Enterprise.Api.Telemetry.Otlp;

/// <summary>
/// Lists what is wrong with the variables of OpenTelemetry. The SDK would throw, or fall back to a default, and an operator would look
/// for their traces elsewhere.
/// </summary>
internal sealed class OtlpVariablesCheck(IConfiguration configuration) : ISettingsCheck
{
    private static readonly string[] Scopes = ["", "TRACES_", "METRICS_", "LOGS_"];

    private readonly OtlpVariables variables = new(configuration);

    public IEnumerable<string> Faults()
    {
        var faults = new SettingFaults();
        foreach (var scope in Scopes)
            Target(faults, $"OTEL_EXPORTER_OTLP_{scope}");
        foreach (var signal in Enum.GetValues<TelemetrySignal>())
            OneOf(faults, OtlpVariables.ExporterName(signal), ["otlp", "none"]);
        Batch(faults, OtlpBatch.OfSpans);
        Batch(faults, OtlpBatch.OfLogs);
        Number(faults, OtlpExport.Interval, OtlpVariables.LongestWait);
        Number(faults, OtlpExport.IntervalTimeout, OtlpVariables.LongestWait);
        OneOf(faults, OtlpVariables.Disabled, ["true", "false"]);
        OneOf(faults, OtlpSampler.Variable, [.. OtlpSampler.Names]);
        Check(
            faults,
            OtlpSampler.ArgumentVariable,
            text => OtlpSampler.Share(text) is not null,
            "must be a number from 0 to 1"
        );
        Check(
            faults,
            TelemetryResource.AttributesVariable,
            text => OtlpPairs.Read(text) is not null,
            "must be pairs such as service.namespace=shop,team=a%2Cb, percent-encoded"
        );
        return faults.All;
    }

    internal static bool IsUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https") && url.Host.Length > 0;

    private void Target(SettingFaults faults, string name)
    {
        Check(faults, $"{name}ENDPOINT", IsUrl, "must be a URL such as http://collector:4318");
        Check(
            faults,
            $"{name}PROTOCOL",
            text => text is OtlpTarget.Grpc or OtlpTarget.Http,
            "must be grpc or http/protobuf"
        );
        Check(faults, $"{name}COMPRESSION", text => text is "gzip" or "none", "must be gzip or none");
        Check(faults, $"{name}HEADERS", OtlpHeaders.AreValid, OtlpHeaders.Rule);
        Number(faults, $"{name}TIMEOUT", OtlpVariables.LongestWait);
    }

    private void Batch(SettingFaults faults, string prefix)
    {
        Number(faults, prefix + OtlpBatch.QueueName, OtlpBatch.LargestQueue);
        Number(faults, prefix + OtlpBatch.DelayName, OtlpVariables.LongestWait);
        Number(faults, prefix + OtlpBatch.TimeoutName, OtlpVariables.LongestWait);
        Number(faults, prefix + OtlpBatch.SizeName, OtlpBatch.LargestQueue);
        faults.Check(
            prefix + OtlpBatch.SizeName,
            variables.Number(prefix + OtlpBatch.SizeName, OtlpBatch.LargestQueue) is not { } size
                || size <= OtlpBatch.Of(prefix, variables).Queue,
            $"must not be more than {prefix}{OtlpBatch.QueueName}"
        );
    }

    private void Number(SettingFaults faults, string name, int most) =>
        Check(
            faults,
            name,
            text => OtlpVariables.Whole(text, most) is not null,
            $"must be a whole number from 1 to {most}"
        );

    private void OneOf(SettingFaults faults, string name, string[] words) =>
        Check(
            faults,
            name,
            text => words.Contains(text, StringComparer.OrdinalIgnoreCase),
            $"must be {string.Join(", ", words[..^1])} or {words[^1]}"
        );

    private void Check(SettingFaults faults, string name, Func<string, bool> holds, string otherwise) =>
        faults.Check(name, variables.Text(name) is not { } text || holds(text), otherwise);
}
