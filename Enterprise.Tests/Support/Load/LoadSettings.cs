namespace Enterprise.Tests.Support.Load;

/// <summary>How much there is to do.</summary>
internal sealed record LoadSettings
{
    /// <summary>Each with a session and a connection of its own.</summary>
    public int Clients { get; init; } = 50;

    /// <summary>Requests a second of each client; fewer where the answers take longer. The machine of a test run has two cores.</summary>
    public double PerSecond { get; init; } = 4;

    /// <summary>The longest that a client waits for one answer.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);
}
