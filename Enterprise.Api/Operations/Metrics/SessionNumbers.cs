using Enterprise.Application.Sessions;

namespace Enterprise.Api.Operations.Metrics;

/// <summary>What this instance did with sessions since the start.</summary>
/// <param name="Logins">By outcome.</param>
/// <param name="Refreshes">By outcome.</param>
/// <param name="Ended" example="31">Sessions ended before their time: signed out, by an administrator, after a change of password or reuse of a refresh token.</param>
public sealed record SessionNumbers(LoginNumbers Logins, RefreshNumbers Refreshes, long Ended);

/// <summary>Logins since the start, by outcome. Clients are told the same of most of them.</summary>
/// <param name="Succeeded" example="870">A session was opened.</param>
/// <param name="WrongPassword" example="29">The account is there, the password another.</param>
/// <param name="UnknownAccount" example="6">There is no such account.</param>
/// <param name="AccountLocked" example="0">An administrator locked it.</param>
/// <param name="LockedOut" example="2">Too many failures of this account from this network.</param>
/// <param name="Overtaken" example="0">The password was right, but the account changed before the session was open.</param>
/// <param name="Throttled" example="5">The network used up its allowance.</param>
/// <param name="Busy" example="0">The hashing queue was full or too slow.</param>
/// <param name="Failed" example="1">The database was away, the client left, or a bug.</param>
public sealed record LoginNumbers(
    long Succeeded,
    long WrongPassword,
    long UnknownAccount,
    long AccountLocked,
    long LockedOut,
    long Overtaken,
    long Throttled,
    long Busy,
    long Failed
)
{
    internal static LoginNumbers Of(TallySink logins) =>
        new(
            logins[LoginOutcome.Succeeded],
            logins[LoginOutcome.WrongPassword],
            logins[LoginOutcome.UnknownAccount],
            logins[LoginOutcome.AccountLocked],
            logins[LoginOutcome.LockedOut],
            logins[LoginOutcome.Overtaken],
            logins[LoginOutcome.Throttled],
            logins[LoginOutcome.Busy],
            logins[LoginOutcome.Failed]
        );
}

/// <summary>Refreshes since the start, by outcome. Clients are told the same of all but the first two.</summary>
/// <param name="Rotated" example="5120">The next pair was given.</param>
/// <param name="Replayed" example="14">The same pair once more: an answer was lost, or two tabs asked at once.</param>
/// <param name="ReuseDetected" example="0">A spent token was presented: somebody has a copy. The session is ended.</param>
/// <param name="Expired" example="37">The session was not used for too long, or had lasted as long as one can.</param>
/// <param name="Revoked" example="4">The session had been ended before its time.</param>
/// <param name="Exhausted" example="0">A spent token came for its successor too often; the session goes on.</param>
/// <param name="Unknown" example="0">There is no such session, or none any more.</param>
/// <param name="Malformed" example="3">No token of this installation.</param>
/// <param name="Throttled" example="0">The network used up its allowance.</param>
/// <param name="Failed" example="0">The database was away, the client left, or a bug.</param>
public sealed record RefreshNumbers(
    long Rotated,
    long Replayed,
    long ReuseDetected,
    long Expired,
    long Revoked,
    long Exhausted,
    long Unknown,
    long Malformed,
    long Throttled,
    long Failed
)
{
    internal static RefreshNumbers Of(TallySink refreshes) =>
        new(
            Count(refreshes, RefreshOutcome.Rotated),
            Count(refreshes, RefreshOutcome.Replayed),
            Count(refreshes, RefreshOutcome.ReuseDetected),
            Count(refreshes, RefreshOutcome.Expired),
            Count(refreshes, RefreshOutcome.Revoked),
            Count(refreshes, RefreshOutcome.Exhausted),
            Count(refreshes, RefreshOutcome.Unknown),
            Count(refreshes, RefreshOutcome.Malformed),
            Count(refreshes, RefreshOutcome.Throttled),
            Count(refreshes, RefreshOutcome.Failed)
        );

    private static long Count(TallySink refreshes, RefreshOutcome outcome) => refreshes[SessionMetrics.NameOf(outcome)];
}
