namespace Enterprise.Tests.Support;

/// <summary>Tells the real date and rings real timers, but measures no time except what it is told to.</summary>
internal sealed class StillClock : TimeProvider
{
    private long timestamp = 1;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref timestamp);

    public void Advance(TimeSpan by) => Interlocked.Add(ref timestamp, by.Ticks);
}
