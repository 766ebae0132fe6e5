namespace Enterprise.Persistence.Database;

/// <summary>
/// A circuit breaker: while the database is away, whoever wants to use it is refused at once instead of after a wait. Requests only report
/// that they got no answer; it is <see cref="DatabaseProbe"/> that opens it, because a lock can keep requests waiting on a server that is well, and
/// that closes it, so that no request is spent on trying.
/// </summary>
internal sealed class DatabaseCircuit(TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim doubts = new(0);
    private readonly Lock gate = new();
    private long answeredAt = time.GetTimestamp();
    private bool isOpen;
    private long openings;

    /// <summary>The database is away: nobody should ask it.</summary>
    public bool IsOpen => Volatile.Read(ref isOpen);

    /// <summary>How often it was opened.</summary>
    public long Openings => Interlocked.Read(ref openings);

    /// <summary>The database answered somebody.</summary>
    public void Answered() => Volatile.Write(ref answeredAt, time.GetTimestamp());

    /// <summary>
    /// The database did not answer the probe that began at <paramref name="since"/>. It is away only if it answered nobody else since
    /// then: a probe that a busy machine delayed must not stop what works.
    /// </summary>
    public bool TryOpen(long since)
    {
        if (Volatile.Read(ref answeredAt) >= since)
            return false;
        // While it is open the probe goes on, and finds the same again.
        if (!Interlocked.Exchange(ref isOpen, true))
            Interlocked.Increment(ref openings);
        return true;
    }

    /// <summary>The database answered the probe.</summary>
    public void Close()
    {
        Answered();
        Volatile.Write(ref isOpen, false);
    }

    /// <summary>Somebody waited in vain, or was cut off: the next probe should not wait for its turn.</summary>
    public void Doubt()
    {
        lock (gate)
            if (doubts.CurrentCount == 0)
                doubts.Release();
    }

    /// <summary>Waits for a doubt, but no longer than this.</summary>
    public Task DoubtAsync(TimeSpan atMost, CancellationToken ct) => doubts.WaitAsync(atMost, ct);

    public void Dispose() => doubts.Dispose();
}
