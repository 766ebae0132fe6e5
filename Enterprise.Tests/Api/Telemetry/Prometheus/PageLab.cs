using System.Diagnostics.Metrics;
using System.Text;
using Enterprise.Api.Telemetry.Prometheus;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Enterprise.Tests.Api.Telemetry.Prometheus;

/// <summary>The SDK with the exporter on it, for meters of the test's own.</summary>
internal sealed class PageLab : IDisposable
{
    private readonly List<Meter> meters = [];
    private readonly MeterProvider provider;
    private readonly PageBuffer buffer = new();

    public PageLab(params KeyValuePair<string, object>[] resource)
    {
        provider = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(builder => builder.Clear().AddAttributes(resource))
            .AddMeter("*")
            .AddView(Of)
            .AddReader(new PullReader(Exporter))
            .Build();
    }

    public PrometheusExporter Exporter { get; } = new();

    public MetricStreamConfiguration Kept { get; init; } = new() { CardinalityLimit = 1000 };

    public Meter NewMeter(string name = "Shop", string? version = null, params KeyValuePair<string, object?>[] tags)
    {
        var meter = new Meter(
            new MeterOptions(name)
            {
                Version = version,
                Tags = tags,
                Scope = this,
            }
        );
        meters.Add(meter);
        return meter;
    }

    public string Read()
    {
        Write();
        return Encoding.UTF8.GetString(buffer.Written.Span);
    }

    /// <summary>Without making a text of it; gives its length.</summary>
    public int Write() => Exporter.TryWrite(buffer) ? buffer.Length : throw new AssertionException("There is no page.");

    public void Dispose()
    {
        provider.Dispose();
        meters.ForEach(meter => meter.Dispose());
    }

    private MetricStreamConfiguration Of(Instrument instrument) =>
        ReferenceEquals(instrument.Meter.Scope, this) ? Kept : MetricStreamConfiguration.Drop;
}
