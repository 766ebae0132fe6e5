using OpenTelemetry.Exporter;

namespace Enterprise.Api.Telemetry.Otlp;

/// <summary>Where a signal is sent, and how.</summary>
/// <param name="Endpoint">The whole URL; for gRPC without the path of the method.</param>
/// <param name="Protocol"><see cref="Grpc"/> or <see cref="Http"/>.</param>
/// <param name="Headers">As the specification spells them; a secret.</param>
/// <param name="Timeout">For one export.</param>
/// <param name="IsCompressed">With gzip.</param>
internal sealed record OtlpTarget(Uri Endpoint, string Protocol, string Headers, TimeSpan Timeout, bool IsCompressed)
{
    public const string Grpc = "grpc";
    public const string Http = "http/protobuf";

    private const int GrpcPort = 4317;
    private const int TimeoutMilliseconds = 10_000;

    /// <summary>Where a signal goes by these settings; <c>null</c> where it goes nowhere.</summary>
    public static OtlpTarget? Of(TelemetrySignal signal, TelemetryOptions options, OtlpVariables variables)
    {
        if (variables.IsDisabled || !IsWanted(signal, options, variables))
            return null;
        var (endpoint, isBase) = EndpointOf(signal, options, variables);
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var url))
            return null;
        var protocol = FirstSet(options.Protocol, variables.Of(signal, "PROTOCOL"), ByPort(url));
        return new OtlpTarget(
            protocol == Http && isBase ? WithPath(url, signal) : url,
            protocol,
            FirstSet(options.Headers, variables.Of(signal, "HEADERS"), ""),
            TimeSpan.FromMilliseconds(TimeoutOf(signal, variables)),
            variables.Of(signal, "COMPRESSION") == "gzip"
        );
    }

    /// <summary>For the exporters; the headers are for the client to carry.</summary>
    public OtlpExporterOptions ToOptions(Func<HttpClient> client) =>
        new()
        {
            Endpoint = Endpoint,
            Protocol = Protocol == Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf,
            // Else the SDK reads the variables; the client carries ours.
            Headers = "",
            TimeoutMilliseconds = (int)Timeout.TotalMilliseconds,
            Compression = IsCompressed ? OtlpExportCompression.GZip : OtlpExportCompression.None,
            HttpClientFactory = client,
        };

    /// <summary>Tells nobody the headers.</summary>
    public override string ToString() => $"{Protocol} {Endpoint.Scheme}://{Endpoint.Authority}";

    /// <summary>Our own settings say so, or else the variables; where nothing is said, log lines are not sent.</summary>
    private static bool IsWanted(TelemetrySignal signal, TelemetryOptions options, OtlpVariables variables) =>
        signal switch
        {
            TelemetrySignal.Traces => options.Traces,
            TelemetrySignal.Metrics => options.Metrics,
            _ => options.Logs,
        }
        ?? variables.IsExported(signal)
        ?? signal is not TelemetrySignal.Logs;

    private static int TimeoutOf(TelemetrySignal signal, OtlpVariables variables) =>
        OtlpVariables.Whole(variables.Of(signal, "TIMEOUT"), OtlpVariables.LongestWait) ?? TimeoutMilliseconds;

    /// <summary>Only what is said of all signals is the beginning of an address; what is said of one is all of it.</summary>
    private static (string? Endpoint, bool IsBase) EndpointOf(
        TelemetrySignal signal,
        TelemetryOptions options,
        OtlpVariables variables
    ) =>
        options.Endpoint.Length > 0 ? (options.Endpoint, true)
        : variables.OfOne(signal, "ENDPOINT") is { } one ? (one, false)
        : (variables.OfAll("ENDPOINT"), true);

    private static string ByPort(Uri endpoint) => endpoint.Port == GrpcPort ? Grpc : Http;

    private static Uri WithPath(Uri endpoint, TelemetrySignal signal) =>
        new($"{endpoint.AbsoluteUri.TrimEnd('/')}/v1/{OtlpVariables.Name(signal).ToLowerInvariant()}");

    private static string FirstSet(string first, string? second, string third) =>
        first.Length > 0 ? first : second ?? third;
}
