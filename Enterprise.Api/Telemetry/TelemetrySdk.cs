using Enterprise.Api.Telemetry.Otlp;
using Enterprise.Api.Telemetry.Prometheus;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Enterprise.Api.Telemetry;

/// <summary>
/// The OpenTelemetry SDK of this host: what listens to sources and meters, and what sends. Queues are bounded, and sending happens on
/// threads of its own: a collector that is slow, gone or mad costs a request nothing.
/// </summary>
internal sealed class TelemetrySdk : IDisposable
{
    /// <summary>For what is still waiting where nobody asked to send it before.</summary>
    public static readonly TimeSpan DisposeLimit = TimeSpan.FromSeconds(1);

    private readonly OtlpExport otlp;
    private readonly OpenTelemetrySdk sdk;

    public TelemetrySdk(
        OtlpExport otlp,
        TelemetryResource resource,
        TelemetrySources sources,
        MeterChoice meters,
        PrometheusExporter prometheus,
        IOptions<TelemetryOptions> options,
        IConfiguration configuration
    )
    {
        this.otlp = otlp;
        sdk = OpenTelemetrySdk.Create(builder =>
        {
            builder.Services.AddSingleton(configuration);
            builder.ConfigureResource(resource.Describe);
            if (otlp.NewSpanProcessor() is { } spans)
                builder.WithTracing(tracing =>
                    tracing
                        .AddSource(sources.Activities)
                        .SetSampler(OtlpSampler.Of(options.Value.SampleRatio, otlp.Variables))
                        .AddProcessor(spans)
                );
            builder.WithMetrics(metrics =>
            {
                metrics.AddMeter(sources.Meters).AddView(meters.Of).SetExemplarFilter(ExemplarFilterType.TraceBased);
                if (otlp.NewMetricReader() is { } reader)
                    metrics.AddReader(reader);
                if (options.Value.Prometheus && !otlp.Variables.IsDisabled)
                    metrics.AddReader(new PullReader(prometheus));
            });
        });
        // Made when they are first asked for; from here on they listen.
        _ = (sdk.TracerProvider, sdk.MeterProvider);
    }

    /// <summary>The time was up before all was sent.</summary>
    public bool WasCut => otlp.WasCut;

    /// <summary>Sends what is waiting and ends; gives whether all of it went within the time.</summary>
    public async Task<bool> ShutdownAsync(TimeSpan limit, CancellationToken ct)
    {
        var milliseconds = (int)limit.TotalMilliseconds;
        otlp.CutAfter(limit);
        // At the same time: they share the one bound.
        var traces = Task.Run(() => sdk.TracerProvider.Shutdown(milliseconds), ct);
        var metrics = Task.Run(() => sdk.MeterProvider.Shutdown(milliseconds), ct);
        var done = await Task.WhenAll(traces, metrics);
        return done.All(isDone => isDone);
    }

    public void Dispose()
    {
        // What could not start is not stopped, and then each of both would wait for the collector for five seconds.
        ShutdownAsync(DisposeLimit, CancellationToken.None).GetAwaiter().GetResult();
        sdk.Dispose();
    }
}
