using System.Diagnostics.Metrics;

namespace Enterprise.Api.Operations.Metrics;

/// <summary>
/// Listens to the meters of this host from the moment it is made, and keeps a summary of them in memory: totals since then, and percentiles
/// of the last minutes. Meters carry the factory that made them, so that of several hosts in one process each counts its own; the
/// connection pool is known by its name alone, and those of one name are added up.
/// </summary>
public sealed class LiveMetrics : IDisposable
{
    private readonly IMeterFactory meters;
    private readonly DateTimeOffset since;
    private readonly Figures figures;
    private readonly SlidingWindow window;
    private readonly MeterListener listener;

    // Around marking and reading, which are rare and short; recording knows nothing of it.
    private readonly Lock reading = new();

    public LiveMetrics(IMeterFactory meters, PoolMeter pool, TimeProvider time)
    {
        this.meters = meters;
        since = time.GetUtcNow();
        figures = new Figures(pool);
        window = new SlidingWindow(time);
        listener = new MeterListener { InstrumentPublished = Publish };
        listener.SetMeasurementEventCallback<int>(static (_, value, tags, sink) => ((Sink)sink!).Take(value, tags));
        listener.SetMeasurementEventCallback<long>(static (_, value, tags, sink) => ((Sink)sink!).Take(value, tags));
        listener.SetMeasurementEventCallback<double>(static (_, value, tags, sink) => ((Sink)sink!).Take(value, tags));
        listener.Start();
    }

    /// <summary>What all of it comes to now. Pools are asked; everything else was told.</summary>
    public MetricsSummary Read()
    {
        lock (reading)
        {
            figures.ClearObserved();
            listener.RecordObservableInstruments();
            return MetricsSummary.Of(figures, since, window);
        }
    }

    /// <summary>Lets the window go on; to be called once every <see cref="SlidingWindow.Slot"/>.</summary>
    internal void Turn()
    {
        lock (reading)
        {
            foreach (var distribution in figures.Distributions())
                distribution.Mark(window.Oldest);
            window.Turn();
        }
    }

    public void Dispose() => listener.Dispose();

    private void Publish(Instrument instrument, MeterListener listening)
    {
        if (IsOfThisHost(instrument.Meter) && figures.SinkOf(instrument) is { } sink)
            listening.EnableMeasurementEvents(instrument, sink);
    }

    private bool IsOfThisHost(Meter meter) => ReferenceEquals(meter.Scope, meters) || figures.IsOfPool(meter);
}
