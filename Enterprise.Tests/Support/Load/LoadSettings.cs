using System.Globalization;

namespace Enterprise.Tests.Support.Load;

/// <summary>How much there is to do.</summary>
internal sealed record LoadSettings
{
    /// <summary>Each with a session and a connection of its own.</summary>
    public int Clients { get; init; } = 50;

    /// <summary>Requests a second of each client; fewer where the answers take longer. A test run shares two cores: <c>LOAD_PER_SECOND</c> (1).</summary>
    public double PerSecond { get; init; } = Number("LOAD_PER_SECOND", 1);

    /// <summary>The longest that a client waits for one answer.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>What whoever runs the tests wants to have more of.</summary>
    public static int Number(string variable, int usual) =>
        int.TryParse(
            Environment.GetEnvironmentVariables()[variable] as string,
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var given
        )
            ? given
            : usual;
}
