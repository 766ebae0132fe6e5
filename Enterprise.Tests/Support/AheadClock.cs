namespace Enterprise.Tests.Support;

/// <summary>The real clock, of which what measures time can be moved ahead; what tells the date stays.</summary>
internal sealed class AheadClock : TimeProvider
{
    private long ahead;

    public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref ahead);

    public void Advance(TimeSpan by) => Interlocked.Add(ref ahead, (long)(by.TotalSeconds * TimestampFrequency));
}
