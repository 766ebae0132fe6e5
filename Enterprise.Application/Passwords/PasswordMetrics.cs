using System.Diagnostics.Metrics;

namespace Enterprise.Application.Passwords;

/// <summary>What hashing tells operators in numbers: how long, how many at a time, how many wait, how many were refused.</summary>
public sealed class PasswordMetrics : IInstruments
{
    public const string Duration = Meters.Prefix + "password.hash.duration";
    public const string Wait = Meters.Prefix + "password.hash.wait";
    public const string Running = Meters.Prefix + "password.hash.running";
    public const string Waiting = Meters.Prefix + "password.hash.waiting";
    public const string Rejections = Meters.Prefix + "password.hash.rejections";
    public const string Renewals = Meters.Prefix + "password.hash.renewals";

    private static readonly KeyValuePair<string, object?> QueueFull = new(Meters.Reason, "queue_full");
    private static readonly KeyValuePair<string, object?> TooLate = new(Meters.Reason, "too_late");

    public static readonly IReadOnlyList<InstrumentDeclaration> Declared =
    [
        new(Duration),
        new(Wait),
        new(Running),
        new(Waiting),
        new(Rejections, new TagDeclaration(Meters.Reason, [(string)QueueFull.Value!, (string)TooLate.Value!])),
        new(Renewals),
    ];

    private readonly TimeProvider time;
    private readonly Histogram<double> duration;
    private readonly Histogram<double> wait;
    private readonly UpDownCounter<int> running;
    private readonly UpDownCounter<int> waiting;
    private readonly Counter<long> rejections;
    private readonly Counter<long> renewals;

    public PasswordMetrics(IMeterFactory meters, TimeProvider time)
    {
        this.time = time;
        var meter = meters.CreateOwn();
        duration = meter.CreateDuration(Duration, "The work of one turn of a hashing thread, without the wait for it.");
        wait = meter.CreateDuration(Wait, "The wait for a hashing thread, of those that got one.");
        running = meter.CreateUpDownCounter<int>(Running, "{hash}", "Hashes at work.");
        waiting = meter.CreateUpDownCounter<int>(Waiting, "{hash}", "Hashes in the queue.");
        rejections = meter.CreateCounter<long>(
            Rejections,
            "{hash}",
            "Hashes refused, by reason: queue_full, too_late."
        );
        renewals = meter.CreateCounter<long>(
            Renewals,
            "{hash}",
            "Hashes with old costs or an old pepper that a login stored anew."
        );
    }

    public void BeginAtZero()
    {
        rejections.BeginAtZero(Declared);
        renewals.BeginAtZero(Declared);
        running.Add(0);
        waiting.Add(0);
    }

    /// <summary>One was refused because the queue is full.</summary>
    internal void RefusedAtOnce() => rejections.Add(1, QueueFull);

    /// <summary>One was refused because its turn did not come in time.</summary>
    internal void RefusedLate() => rejections.Add(1, TooLate);

    /// <summary>The stored form of a password was old, and is new now.</summary>
    internal void Renewed() => renewals.Add(1);

    /// <summary>One begins to wait; gives when.</summary>
    internal long Queued()
    {
        waiting.Add(1);
        return time.GetTimestamp();
    }

    /// <summary>One no longer waits, whatever comes next.</summary>
    internal void Left() => waiting.Add(-1);

    /// <summary>One is at work until this is disposed of.</summary>
    internal Turn Begin(long queuedAt)
    {
        var now = time.GetTimestamp();
        var waited = time.GetElapsedTime(queuedAt, now);
        wait.Record(waited.TotalSeconds);
        running.Add(1);
        return new Turn(this, now, waited);
    }

    private void End(long begunAt)
    {
        running.Add(-1);
        duration.Record(time.GetElapsedTime(begunAt).TotalSeconds);
    }

    /// <summary>The turn of one hash.</summary>
    internal readonly struct Turn(PasswordMetrics metrics, long begunAt, TimeSpan waited) : IDisposable
    {
        public TimeSpan Waited => waited;

        public void Dispose() => metrics.End(begunAt);
    }
}
