using Enterprise.Api.Operations;
using Enterprise.Api.Telemetry.Otlp;
using OpenTelemetry.Resources;

namespace Enterprise.Api.Telemetry;

/// <summary>Who tells: the resource attributes of the semantic conventions, the same on every signal. <c>OTEL_SERVICE_NAME</c> and <c>OTEL_RESOURCE_ATTRIBUTES</c> are stronger.</summary>
internal sealed class TelemetryResource(IHostEnvironment environment, IConfiguration configuration, TimeProvider time)
{
    public const string Service = "enterprise-api";
    private const string ServiceVariable = "OTEL_SERVICE_NAME";

    /// <summary>What this service is called, on every signal and log line.</summary>
    public string ServiceName { get; } = new OtlpVariables(configuration).Text(ServiceVariable) ?? Service;

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
            .AddEnvironmentVariableDetector();
}
