using Enterprise.Application.Abstractions;
using Enterprise.Application.Authorization;
using Enterprise.Application.Sessions;
using Enterprise.Application.Validation;
using Enterprise.Domain.Common;
using Enterprise.Domain.Sessions;
using Enterprise.Domain.Users;
using FluentValidation;

namespace Enterprise.Application.Users;

/// <summary>Whether and how people get in: locks, roles, sessions, and the end of an account.</summary>
/// <remarks>
/// The access tokens of sessions that end are refused here from the answer on, and by every other instance within a second, as are
/// those that carry other roles than the person holds.
/// </remarks>
public sealed class UserControlService(
    IUserDirectory directory,
    ISessionStore sessions,
    Revocations revocations,
    SessionMetrics metrics,
    IValidator<AssignRoles> assignRules
)
{
    /// <summary>Deletes an account; where the caller says in which state they read it, only in that one.</summary>
    public async Task<Result<Unit>> DeleteAsync(
        Caller caller,
        Guid userId,
        IfMatch ifMatch,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        if (caller.UserId == userId)
            return UserFailures.OwnAccount;
        ct.ThrowIfCancellationRequested();
        // Not tied to the client from here on, so that a change is not left in doubt; the others alike.
        var known = ifMatch.IsMissing ? IfMatch.Any : ifMatch;
        return Revoke(
            await directory.DeleteAsync(userId, known, caller.UserId, origin, CancellationToken.None),
            SessionEnd.AccountDeleted
        );
    }

    public async Task<Result<Unit>> LockAsync(Caller caller, Guid userId, RequestOrigin origin, CancellationToken ct)
    {
        if (caller.UserId == userId)
            return UserFailures.OwnAccount;
        ct.ThrowIfCancellationRequested();
        return Revoke(
            await directory.LockAsync(userId, caller.UserId, origin, CancellationToken.None),
            SessionEnd.AccountLocked
        );
    }

    public async Task<Result<Unit>> UnlockAsync(Caller caller, Guid userId, RequestOrigin origin, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return await directory.UnlockAsync(userId, caller.UserId, origin, CancellationToken.None);
    }

    /// <summary>Says which roles somebody holds, out of what the caller's own allow.</summary>
    public async Task<Result<Tagged<User>>> AssignRolesAsync(
        Caller caller,
        Guid userId,
        AssignRoles message,
        IfMatch ifMatch,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        if (assignRules.Check(message) is { } invalid)
            return invalid;
        ct.ThrowIfCancellationRequested();
        return await directory.AssignRolesAsync(
            userId,
            RoleNames.Parse(message.Roles!),
            ifMatch.IsMissing ? IfMatch.Any : ifMatch,
            caller.UserId,
            origin,
            CancellationToken.None
        );
    }

    /// <summary>The sessions of somebody, the last used first.</summary>
    public async Task<Result<SessionList>> ListSessionsAsync(Caller caller, Guid userId, CancellationToken ct)
    {
        var found = await sessions.ListAsync(userId, SessionList.Limit, ct);
        // Asked only where there are none, and almost everybody has one.
        if (found.Count == 0 && await directory.FindAsync(userId, ct) is null)
            return RequestFailures.NotFound;
        return SessionList.Of(found, caller);
    }

    public async Task<Result<Unit>> EndSessionsAsync(
        Caller caller,
        Guid userId,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        ct.ThrowIfCancellationRequested();
        return Revoke(
            await directory.EndSessionsAsync(userId, caller.UserId, origin, CancellationToken.None),
            SessionEnd.EndedByAdministrator
        );
    }

    private Result<Unit> Revoke(Result<IReadOnlyList<Guid>> ended, string reason)
    {
        if (!ended.TryGet(out var ids, out var failure))
            return failure;
        metrics.Ended(reason, ids.Count);
        foreach (var session in ids)
            revocations.Add(Revocation.OfSession(session));
        return default(Unit);
    }
}
