using Enterprise.Api.Operations;
using Enterprise.Api.Telemetry.Otlp;
using OpenTelemetry.Resources;

namespace Enterprise.Api.Telemetry;

/// <summary>Who tells: the resource attributes of the semantic conventions, the same on every signal. <c>OTEL_RESOURCE_ATTRIBUTES</c>, from whatever source of settings, is stronger, and <c>OTEL_SERVICE_NAME</c> stronger still.</summary>
internal sealed class TelemetryResource(IHostEnvironment environment, IConfiguration configuration, TimeProvider time)
{
    public const string Service = "enterprise-api";
    public const string AttributesVariable = "OTEL_RESOURCE_ATTRIBUTES";
    private const string ServiceVariable = "OTEL_SERVICE_NAME";
    private const string ServiceAttribute = "service.name";

    // The last of a name counts.
    private readonly Dictionary<string, string> attributes = new(
        OtlpPairs
            .Read(new OtlpVariables(configuration).Text(AttributesVariable) ?? "")
            ?.Reverse()
            .DistinctBy(pair => pair.Key)
            ?? []
    );

    /// <summary>What this service is called, on every signal and log line.</summary>
    public string ServiceName =>
        new OtlpVariables(configuration).Text(ServiceVariable)
        ?? (attributes.GetValueOrDefault(ServiceAttribute) is { Length: > 0 } name ? name : Service);

    // One of several instances on one host, and another after each start.
    private readonly string instance = Guid.CreateVersion7(time.GetUtcNow()).ToString();

    public void Describe(ResourceBuilder resource) =>
        resource
            .Clear()
            .AddService(
                ServiceName,
                serviceVersion: BuildVersion.Current.Version,
                autoGenerateServiceInstanceId: false,
                serviceInstanceId: instance
            )
            .AddAttributes([
                new("deployment.environment.name", environment.EnvironmentName.ToLowerInvariant()),
                new("vcs.ref.head.revision", BuildVersion.Current.Commit),
            ])
            .AddTelemetrySdk()
            .AddAttributes(
                attributes
                    .Where(attribute => attribute.Key != ServiceAttribute)
                    .Select(attribute => KeyValuePair.Create(attribute.Key, (object)attribute.Value))
            );
}
