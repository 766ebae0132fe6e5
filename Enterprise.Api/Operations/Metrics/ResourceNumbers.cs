namespace Enterprise.Api.Operations.Metrics;

/// <summary>The connections that serve requests, to all hosts of the database together; not those of the probe and of the revocation feed.</summary>
/// <param name="Used" example="4">In use now.</param>
/// <param name="Idle" example="6">Open and free.</param>
/// <param name="Max" example="20">As many as there may be.</param>
/// <param name="Pending" example="0">Requests that wait for a connection.</param>
public sealed record PoolNumbers(long Used, long Idle, long Max, long Pending)
{
    internal static PoolNumbers Of(Figures figures) =>
        new(
            figures.Connections["used"],
            figures.Connections["idle"],
            figures.MaxConnections.Sum,
            // What another host of the process had begun before this one listened would be missing.
            Math.Max(0, figures.PendingConnections.Sum)
        );
}

/// <summary>The queue in front of password hashing. Times are in milliseconds, of the last minutes; <c>null</c> where there are none.</summary>
/// <param name="Running" example="2">At work now.</param>
/// <param name="Waiting" example="5">In the queue now.</param>
/// <param name="Rejected" example="0">Refused since the start, because the queue was full or the turn did not come in time.</param>
/// <param name="P50Ms" example="7.342">Half took no longer, the wait not counted.</param>
/// <param name="P95Ms" example="9.519">95 of 100 took no longer.</param>
/// <param name="P99Ms" example="12.343">99 of 100 took no longer.</param>
/// <param name="WaitP50Ms" example="0.048">Half waited no longer for their turn.</param>
/// <param name="WaitP95Ms" example="14.679">95 of 100 waited no longer.</param>
/// <param name="WaitP99Ms" example="41.519">99 of 100 waited no longer.</param>
public sealed record HashingNumbers(
    long Running,
    long Waiting,
    long Rejected,
    double? P50Ms,
    double? P95Ms,
    double? P99Ms,
    double? WaitP50Ms,
    double? WaitP95Ms,
    double? WaitP99Ms
)
{
    internal static HashingNumbers Of(Figures figures, int mark)
    {
        var work = figures.Hashes.Distribution.Since(mark).Rounded();
        var wait = figures.HashWaits.Distribution.Since(mark).Rounded();
        return new HashingNumbers(
            figures.RunningHashes.Sum,
            figures.WaitingHashes.Sum,
            figures.RejectedHashes.Sum,
            work.P50,
            work.P95,
            work.P99,
            wait.P50,
            wait.P95,
            wait.P99
        );
    }
}
