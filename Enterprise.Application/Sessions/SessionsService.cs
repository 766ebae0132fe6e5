using Enterprise.Application.Abstractions;
using Enterprise.Application.Authorization;
using Enterprise.Application.Validation;
using Enterprise.Domain.Common;
using Enterprise.Domain.Sessions;
using FluentValidation;
using Microsoft.Extensions.Logging;

namespace Enterprise.Application.Sessions;

/// <summary>What goes on with a session once it is open, until it ends.</summary>
/// <remarks>
/// What changes a session is not tied to the client: once the statement is sent, a client that leaves must not decide whether
/// its outcome is known. The database's time limits bound it.
/// </remarks>
public sealed class SessionsService(
    ISessionStore sessions,
    Revocations revocations,
    RefreshTokens refreshTokens,
    TokenPairs tokens,
    IValidator<Refresh> refreshRules,
    IValidator<Logout> logoutRules,
    SessionMetrics metrics,
    ILogger<SessionsService> logger
)
{
    /// <summary>Exchanges a refresh token for the next pair.</summary>
    public async Task<Result<TokenPair>> RefreshAsync(Refresh message, RequestOrigin origin, CancellationToken ct)
    {
        if (refreshRules.Check(message) is { } invalid)
            return invalid;
        var outcome = RefreshOutcome.Failed;
        using var span = Traces.Source.StartActivity(Traces.Refresh);
        try
        {
            (var result, outcome) = await RefreshAsync(message.RefreshToken!.Reveal(), origin, ct);
            return result;
        }
        finally
        {
            metrics.Refreshed(outcome);
            span?.SetTag(Traces.Outcome, SessionMetrics.NameOf(outcome));
        }
    }

    /// <summary>Ends the session of a refresh token, also of a spent one; one that has ended already is no failure.</summary>
    public async Task<Result<Unit>> LogoutAsync(Logout message, RequestOrigin origin, CancellationToken ct)
    {
        if (logoutRules.Check(message) is { } invalid)
            return invalid;
        if (!refreshTokens.TryRead(message.RefreshToken!.Reveal(), out var token))
            return SessionFailures.InvalidRefreshToken;
        ct.ThrowIfCancellationRequested();
        if (await sessions.EndAsync(token, origin, CancellationToken.None))
            metrics.Ended(SessionEnd.Logout);
        revocations.Add(Revocation.OfSession(token.SessionId));
        return default(Unit);
    }

    /// <summary>Ends every session of the caller.</summary>
    public async Task<Result<Unit>> LogoutAllAsync(Caller caller, RequestOrigin origin, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var ended = await sessions.EndAllAsync(caller.UserId, origin, CancellationToken.None);
        metrics.Ended(SessionEnd.LogoutAll, ended.Count);
        foreach (var session in ended)
            revocations.Add(Revocation.OfSession(session));
        return default(Unit);
    }

    /// <summary>Ends one of the caller's sessions, the current one included.</summary>
    public async Task<Result<Unit>> EndAsync(Caller caller, Guid sessionId, RequestOrigin origin, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (!await sessions.EndAsync(caller.UserId, sessionId, origin, CancellationToken.None))
            return RequestFailures.NotFound;
        metrics.Ended(SessionEnd.EndedByOwner);
        revocations.Add(Revocation.OfSession(sessionId));
        return default(Unit);
    }

    /// <summary>The caller's sessions, the last used first.</summary>
    public async Task<Result<SessionList>> ListAsync(Caller caller, CancellationToken ct) =>
        SessionList.Of(await sessions.ListAsync(caller.UserId, SessionList.Limit, ct), caller);

    private async Task<(Result<TokenPair> Result, RefreshOutcome Outcome)> RefreshAsync(
        string text,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        if (!refreshTokens.TryRead(text, out var token))
            return (SessionFailures.InvalidRefreshToken, RefreshOutcome.Malformed);
        ct.ThrowIfCancellationRequested();
        var attempt = await sessions.RefreshAsync(token, origin, CancellationToken.None);
        if (attempt.Wait is { } wait)
            return (RequestFailures.TooManyRefreshes(wait), RefreshOutcome.Throttled);
        if (attempt.Outcome == RefreshOutcome.ReuseDetected)
        {
            metrics.Ended(SessionEnd.RefreshReused);
            revocations.Add(Revocation.OfSession(token.SessionId));
            logger.RefreshReused(token.SessionId, token.Generation);
        }
        return attempt.Grant is { } grant
            ? (tokens.Write(grant), attempt.Outcome)
            : (SessionFailures.InvalidRefreshToken, attempt.Outcome);
    }
}
