using Enterprise.Application.Roles;
using Enterprise.Domain.Common;
using Enterprise.Domain.Roles;

namespace Enterprise.Application.Abstractions;

/// <summary>
/// Roles and what they allow. Each change checks, acts and writes its audit entry in one statement. What a change takes away reaches
/// live access tokens by itself.
/// </summary>
public interface IRoleCatalogue
{
    /// <summary>Every role, sorted by name.</summary>
    Task<IReadOnlyList<Role>> ListAsync(CancellationToken ct);

    /// <summary>The role of this name, or <c>null</c>.</summary>
    Task<Tagged<Role>?> FindAsync(RoleName name, CancellationToken ct);

    /// <summary>
    /// Makes a role. <c>roles.beyond_own</c>, audited, where the caller does not hold all that it allows at this moment; else
    /// <c>roles.name_taken</c>, decided by the database.
    /// </summary>
    Task<Result<Tagged<Role>>> CreateAsync(
        RoleDefinition role,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    );

    /// <summary>
    /// Replaces a role's description and permissions. The first that holds of <c>request.not_found</c>, <c>roles.built_in</c>,
    /// <c>request.precondition_failed</c>, and <c>roles.beyond_own</c>, audited, where the caller does not hold all that is added at
    /// this moment.
    /// </summary>
    Task<Result<Tagged<Role>>> ChangeAsync(
        RoleDefinition role,
        IfMatch ifMatch,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    );

    /// <summary>
    /// Deletes a role and takes it from those who hold it. The first that holds of <c>request.not_found</c>, <c>roles.built_in</c>
    /// and <c>request.precondition_failed</c>.
    /// </summary>
    Task<Result<Unit>> DeleteAsync(
        RoleName name,
        IfMatch ifMatch,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    );
}
