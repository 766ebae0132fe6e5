namespace Enterprise.Api.Operations.Metrics;

/// <summary>
/// Where the last five minutes begin. Counts only ever grow; every thirty seconds what they are is marked in the place of the oldest
/// mark, and the window is what was added since the oldest that is left. So recording knows nothing of time, and the window has
/// between 270 and 300 seconds. One thread at a time.
/// </summary>
internal sealed class SlidingWindow
{
    public const int Marks = 10;

    public static readonly TimeSpan Slot = TimeSpan.FromSeconds(30);

    private readonly long[] markedAt = new long[Marks];
    private readonly TimeProvider time;

    public SlidingWindow(TimeProvider time)
    {
        this.time = time;
        Array.Fill(markedAt, time.GetTimestamp());
    }

    /// <summary>The mark that the window begins at, and the place of the next one.</summary>
    public int Oldest { get; private set; }

    /// <summary>How long it is now.</summary>
    public TimeSpan Length => time.GetElapsedTime(markedAt[Oldest]);

    /// <summary>Goes on by one mark, once all counts were written to the place of the <see cref="Oldest"/>.</summary>
    public void Turn()
    {
        markedAt[Oldest] = time.GetTimestamp();
        Oldest = (Oldest + 1) % Marks;
    }
}
