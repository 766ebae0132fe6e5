using System.Diagnostics.Metrics;
using System.Text.Json;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Sessions;

namespace Enterprise.Application.Sessions;

/// <summary>What sessions tell operators in numbers: how logins and refreshes end, and why sessions do.</summary>
public sealed class SessionMetrics : IInstruments
{
    /// <summary>Its count is the number of attempts.</summary>
    public const string LoginDuration = Meters.Prefix + "login.duration";
    public const string RefreshAttempts = Meters.Prefix + "refresh.attempts";
    public const string Revocations = Meters.Prefix + "session.revocations";

    /// <summary>What the password was asked for.</summary>
    public const string ByLogin = "login";
    public const string ByChangeOfPassword = "change_password";

    private static readonly string[] Refreshes =
    [
        .. Enum.GetNames<RefreshOutcome>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName),
    ];

    public static readonly IReadOnlyList<InstrumentDeclaration> Declared =
    [
        new(LoginDuration, new(Meters.Outcome, LoginOutcome.All), new(Meters.Action, [ByLogin, ByChangeOfPassword])),
        new(RefreshAttempts, new TagDeclaration(Meters.Outcome, Refreshes)),
        new(Revocations, new TagDeclaration(Meters.Reason, SessionEnd.All)),
    ];

    private readonly TimeProvider time;
    private readonly Histogram<double> loginDuration;
    private readonly Counter<long> refreshAttempts;
    private readonly Counter<long> revocations;

    public SessionMetrics(IMeterFactory meters, TimeProvider time)
    {
        this.time = time;
        var meter = meters.CreateOwn();
        loginDuration = meter.CreateDuration(
            LoginDuration,
            "Checks of a password with what they were for, by outcome and action (login, change_password)."
        );
        refreshAttempts = meter.CreateCounter<long>(RefreshAttempts, "{attempt}", "Refreshes, by outcome.");
        revocations = meter.CreateCounter<long>(
            Revocations,
            "{session}",
            "Sessions that this instance ended before their time, by reason."
        );
    }

    public void BeginAtZero()
    {
        refreshAttempts.BeginAtZero(Declared);
        revocations.BeginAtZero(Declared);
    }

    /// <summary>The value of the tag for an outcome.</summary>
    public static string NameOf(RefreshOutcome outcome) => Refreshes[(int)outcome];

    /// <summary>Where a measurement begins.</summary>
    internal long Now() => time.GetTimestamp();

    /// <summary>A password was checked and what it was for was done, or not.</summary>
    /// <param name="action">Of <see cref="AuditAction"/>.</param>
    /// <param name="outcome">Of <see cref="LoginOutcome"/>.</param>
    internal void Checked(string action, string outcome, long begunAt) =>
        loginDuration.Record(
            time.GetElapsedTime(begunAt).TotalSeconds,
            new KeyValuePair<string, object?>(Meters.Outcome, outcome),
            new KeyValuePair<string, object?>(Meters.Action, action == AuditAction.Login ? ByLogin : ByChangeOfPassword)
        );

    internal void Refreshed(RefreshOutcome outcome) =>
        refreshAttempts.Add(1, new KeyValuePair<string, object?>(Meters.Outcome, NameOf(outcome)));

    /// <summary>So many sessions were ended that had not been before.</summary>
    /// <param name="reason">Of <see cref="SessionEnd"/>.</param>
    internal void Ended(string reason, int count = 1)
    {
        if (count > 0)
            revocations.Add(count, new KeyValuePair<string, object?>(Meters.Reason, reason));
    }
}
