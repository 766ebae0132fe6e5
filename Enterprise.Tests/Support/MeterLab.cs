using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Enterprise.Tests.Support;

/// <summary>Makes meters as a host does, and notes what they measure.</summary>
internal sealed class MeterLab : IMeterFactory
{
    private readonly ConcurrentBag<Meter> meters = [];
    private readonly ConcurrentQueue<Measured> seen = new();
    private readonly ConcurrentQueue<string> instruments = new();
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

    /// <summary>The names of the instruments that were made, in order.</summary>
    public IReadOnlyList<string> Instruments => [.. instruments];

    /// <summary>What the measurements of an instrument add up to, by its tags.</summary>
    public IReadOnlyDictionary<string, double> Totals(string instrument) =>
        Seen.Where(measured => measured.Instrument == instrument)
            .GroupBy(measured => measured.Tags, StringComparer.Ordinal)
            .ToDictionary(series => series.Key, series => series.Sum(measured => measured.Value));

    /// <summary>What an instrument that is observed says now.</summary>
    public IReadOnlyList<Measured> Observe(string instrument)
    {
        var before = Seen.Count;
        listener.RecordObservableInstruments();
        return [.. Seen.Skip(before).Where(measured => measured.Instrument == instrument)];
    }

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
        if (!ReferenceEquals(instrument.Meter.Scope, this))
            return;
        instruments.Enqueue(instrument.Name);
        listening.EnableMeasurementEvents(instrument);
    }

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        // A series that begins at zero: nothing happened.
        if (value == 0 && instrument is (Counter<long> or UpDownCounter<int>))
            return;
        seen.Enqueue(
            new Measured(
                instrument.Name,
                value,
                string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))
            )
        );
    }
}

/// <summary>A measurement.</summary>
internal sealed record Measured(string Instrument, double Value, string Tags);
