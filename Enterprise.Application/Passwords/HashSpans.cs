using System.Diagnostics;

namespace Enterprise.Application.Passwords;

/// <summary>
/// The spans of one hash. A hashing thread knows nothing of the request that it works for, so the parent is taken where the hash is
/// queued; of what no request asked for, as at the start, there are none.
/// </summary>
internal static class HashSpans
{
    /// <summary>Tells the wait, which is over, and begins the work; nothing where the request is not traced.</summary>
    public static Activity? Begin(ActivityContext parent, TimeSpan waited)
    {
        if (!parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded))
            return null;
        var work = Traces.Source.StartActivity(Traces.HashWork, ActivityKind.Internal, parent);
        if (work is null)
            return null;
        // By the clock of spans, so that one begins where the other ends.
        var begun = new DateTimeOffset(work.StartTimeUtc);
        using var wait = Traces.Source.StartActivity(
            Traces.HashWait,
            ActivityKind.Internal,
            parent,
            startTime: begun - waited
        );
        wait?.SetEndTime(work.StartTimeUtc);
        return work;
    }
}
