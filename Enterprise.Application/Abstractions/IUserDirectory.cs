using Enterprise.Application.Users;
using Enterprise.Domain.Common;
using Enterprise.Domain.Roles;

namespace Enterprise.Application.Abstractions;

/// <summary>
/// The people, as those need them who administer them. Each change checks, acts and writes its audit entry in one transaction; what
/// it takes away reaches live access tokens by itself. Whatever is asked, somebody active with the role <c>admin</c> remains where
/// there was one: else <c>users.last_administrator</c>.
/// </summary>
public interface IUserDirectory
{
    Task<UserSlice> ListAsync(UserSearch search, CancellationToken ct);

    /// <summary>The account, or <c>null</c> where there is none.</summary>
    Task<Tagged<User>?> FindAsync(Guid userId, CancellationToken ct);

    /// <summary>
    /// Makes an account. <c>unknown_role</c> for the field <c>roles</c>; <c>roles.beyond_own</c>, audited, where the caller does not hold
    /// all that the roles allow at this moment; <c>accounts.email_taken</c>.
    /// </summary>
    Task<Result<Tagged<User>>> CreateAsync(NewUser user, Guid callerId, RequestOrigin origin, CancellationToken ct);

    /// <summary>
    /// Changes name or address. <c>request.not_found</c>, <c>request.precondition_failed</c>; <c>users.beyond_own</c>, audited, where the
    /// address of somebody who may do more than the caller would change; <c>accounts.email_taken</c>.
    /// </summary>
    Task<Result<Tagged<User>>> ChangeAsync(
        UserChange change,
        IfMatch ifMatch,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    );

    /// <summary>
    /// Deletes an account with all that belongs to it; gives the sessions that it had open. <c>request.not_found</c>,
    /// <c>request.precondition_failed</c>.
    /// </summary>
    Task<Result<IReadOnlyList<Guid>>> DeleteAsync(
        Guid userId,
        IfMatch ifMatch,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    );

    /// <summary>Locks an account; gives the sessions that ended. A locked one stays as it is.</summary>
    Task<Result<IReadOnlyList<Guid>>> LockAsync(Guid userId, Guid callerId, RequestOrigin origin, CancellationToken ct);

    /// <summary>Unlocks an account; an active one stays as it is.</summary>
    Task<Result<Unit>> UnlockAsync(Guid userId, Guid callerId, RequestOrigin origin, CancellationToken ct);

    /// <summary>
    /// Says which roles an account holds. <c>request.not_found</c>, <c>request.precondition_failed</c>, <c>unknown_role</c>;
    /// <c>roles.beyond_own</c>, audited, where the caller does not hold all that the added ones allow at this moment.
    /// </summary>
    Task<Result<Tagged<User>>> AssignRolesAsync(
        Guid userId,
        IReadOnlyList<RoleName> roles,
        IfMatch ifMatch,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    );

    /// <summary>Ends all sessions of an account; gives those that were open.</summary>
    Task<Result<IReadOnlyList<Guid>>> EndSessionsAsync(
        Guid userId,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    );
}
