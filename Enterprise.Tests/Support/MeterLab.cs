using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Enterprise.Tests.Support;

/// <summary>Makes meters as a host does, and notes what they measure.</summary>
internal sealed class MeterLab : IMeterFactory
{
    private readonly ConcurrentBag<Meter> meters = [];
    private readonly ConcurrentQueue<Measured> seen = new();
    private readonly MeterListener listener;

    public MeterLab()
    {
        listener = new MeterListener { InstrumentPublished = Publish };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.Start();
    }

    /// <summary>In order.</summary>
    public IReadOnlyList<Measured> Seen => [.. seen];

    /// <summary>The values that an instrument measured, with their tags as <c>name=value</c>.</summary>
    public IEnumerable<string> Tags(string instrument) =>
        Seen.Where(measured => measured.Instrument == instrument).Select(measured => measured.Tags);

    public double Sum(string instrument) =>
        Seen.Where(measured => measured.Instrument == instrument).Sum(measured => measured.Value);

    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        var meter = new Meter(options);
        meters.Add(meter);
        return meter;
    }

    public void Dispose()
    {
        listener.Dispose();
        foreach (var meter in meters)
            meter.Dispose();
    }

    private void Publish(Instrument instrument, MeterListener listening)
    {
        if (ReferenceEquals(instrument.Meter.Scope, this))
            listening.EnableMeasurementEvents(instrument);
    }

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        seen.Enqueue(
            new Measured(
                instrument.Name,
                value,
                string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))
            )
        );
}

/// <summary>A measurement.</summary>
internal sealed record Measured(string Instrument, double Value, string Tags);
