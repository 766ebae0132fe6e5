namespace Enterprise.Api.Telemetry.Prometheus;

/// <summary>A page that several clients may be sent at the same time. It is not written again before the last of them has it.</summary>
internal sealed class Page
{
    public PageBuffer Buffer { get; } = new();

    /// <summary>How many have it, or wait for it.</summary>
    public int Readers { get; set; }

    /// <summary>When it was finished, by the clock's timestamp.</summary>
    public long WrittenAt { get; set; }
}
