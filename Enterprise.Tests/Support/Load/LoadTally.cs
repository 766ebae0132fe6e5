namespace Enterprise.Tests.Support.Load;

/// <summary>What a client asked for.</summary>
internal enum LoadKind
{
    Get,
    Patch,
    Refresh,
}

/// <summary>A request that was not answered as it should have been.</summary>
/// <param name="Kind">What was asked for.</param>
/// <param name="Reason">The status with its code, or what happened to the connection.</param>
/// <param name="IsTransport">No answer came.</param>
/// <param name="Begun">When it was sent, as <see cref="TimeProvider.GetTimestamp"/> counts.</param>
internal sealed record LoadFailure(LoadKind Kind, string Reason, bool IsTransport, long Begun);

/// <summary>Counts what becomes of requests; used by all clients at once.</summary>
internal sealed class LoadTally
{
    private readonly Lock turn = new();
    private readonly int[] succeeded = new int[Enum.GetValues<LoadKind>().Length];
    private readonly List<LoadFailure> failures = [];
    private readonly List<TimeSpan> times = [];
    private int stale;
    private int forgiven;
    private int inFlight;

    /// <summary>Requests that wait for their answer now.</summary>
    public int InFlight => Volatile.Read(ref inFlight);

    public int Succeeded
    {
        get
        {
            lock (turn)
                return succeeded.Sum();
        }
    }

    public int FailureCount
    {
        get
        {
            lock (turn)
                return failures.Count;
        }
    }

    public long Begin()
    {
        Interlocked.Increment(ref inFlight);
        return TimeProvider.System.GetTimestamp();
    }

    public void End() => Interlocked.Decrement(ref inFlight);

    public void Succeed(LoadKind kind, long begun)
    {
        lock (turn)
        {
            succeeded[(int)kind]++;
            times.Add(TimeProvider.System.GetElapsedTime(begun));
        }
    }

    public void Fail(LoadFailure failure)
    {
        lock (turn)
            failures.Add(failure);
    }

    /// <summary>Takes all failures but the first so many for those of the machine, and says so in the report.</summary>
    public void Forgive(int first)
    {
        lock (turn)
        {
            forgiven += failures.Count - first;
            failures.RemoveRange(first, failures.Count - first);
        }
    }

    /// <summary>A connection that was kept had been closed, which a client that sends at that moment cannot know.</summary>
    public void FindStale()
    {
        lock (turn)
            stale++;
    }

    public LoadReport Report(int clients, IReadOnlyList<string> lost)
    {
        lock (turn)
            return new LoadReport(clients, [.. succeeded], [.. failures], stale, forgiven, [.. times.Order()], lost);
    }
}
