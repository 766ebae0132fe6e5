namespace Enterprise.Tests.Support;

/// <summary>The clock of a machine that is set wrong; it runs as fast as the others.</summary>
internal sealed class OffsetClock(TimeSpan offset) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + offset;
}
