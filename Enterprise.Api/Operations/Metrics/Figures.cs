using System.Diagnostics.Metrics;
using Enterprise.Application;
using Enterprise.Application.Passwords;
using Enterprise.Application.Sessions;

namespace Enterprise.Api.Operations.Metrics;

/// <summary>What is kept of the meters, by the names of their instruments.</summary>
/// <param name="pool">Where the numbers of the connection pool come from.</param>
internal sealed class Figures(PoolMeter pool)
{
    private const string Hosting = "Microsoft.AspNetCore.Hosting";
    private const string PoolTag = "db.client.connection.pool.name";

    public RouteTable Routes { get; } = new();

    public SumSink InFlight { get; } = new();

    public TallySink Connections { get; } = new("db.client.connection.state", ["idle", "used"], (PoolTag, pool.Name));

    public SumSink MaxConnections { get; } = new((PoolTag, pool.Name));

    public SumSink PendingConnections { get; } = new((PoolTag, pool.Name));

    public DurationSink Hashes { get; } = new();

    public DurationSink HashWaits { get; } = new();

    public SumSink RunningHashes { get; } = new();

    public SumSink WaitingHashes { get; } = new();

    public SumSink RejectedHashes { get; } = new();

    public TallySink Logins { get; } =
        new(Meters.Outcome, LoginOutcome.All, (Meters.Action, SessionMetrics.ByLogin)) { CountsEach = true };

    public TallySink Refreshes { get; } =
        new(Meters.Outcome, [.. Enum.GetValues<RefreshOutcome>().Select(SessionMetrics.NameOf)]);

    public SumSink EndedSessions { get; } = new();

    /// <summary>
    /// Where the measurements of an instrument go; <c>null</c> for those that nobody here asks for. Among these
    /// has to stay the database client's ratio of prepared statements: each asking starts it over, for whoever else asks.
    /// </summary>
    public Sink? SinkOf(Instrument instrument) =>
        IsOfPool(instrument.Meter)
            ? OfPool(instrument.Name)
            : (instrument.Meter.Name, instrument.Name) switch
            {
                (Hosting, "http.server.request.duration") => Routes,
                (Hosting, "http.server.active_requests") => InFlight,
                (Meters.Name, PasswordMetrics.Duration) => Hashes,
                (Meters.Name, PasswordMetrics.Wait) => HashWaits,
                (Meters.Name, PasswordMetrics.Running) => RunningHashes,
                (Meters.Name, PasswordMetrics.Waiting) => WaitingHashes,
                (Meters.Name, PasswordMetrics.Rejections) => RejectedHashes,
                (Meters.Name, SessionMetrics.LoginDuration) => Logins,
                (Meters.Name, SessionMetrics.RefreshAttempts) => Refreshes,
                (Meters.Name, SessionMetrics.Revocations) => EndedSessions,
                _ => null,
            };

    /// <summary>The database client's meter is made by no factory: it is the process's and not the host's.</summary>
    public bool IsOfPool(Meter meter) => meter.Scope is null && meter.Name == pool.Meter;

    /// <summary>All that has a window.</summary>
    public IEnumerable<Distribution> Distributions() =>
        Routes.All.Select(route => route.Distribution).Append(Hashes.Distribution).Append(HashWaits.Distribution);

    /// <summary>Forgets what observable instruments said, before they are asked again.</summary>
    public void ClearObserved()
    {
        Connections.Clear();
        MaxConnections.Clear();
    }

    private Sink? OfPool(string instrument) =>
        instrument switch
        {
            "db.client.connection.count" => Connections,
            "db.client.connection.max" => MaxConnections,
            _ => instrument == pool.Pending ? PendingConnections : null,
        };
}
