using Enterprise.Application.Abstractions;
using Enterprise.Application.Authorization;
using Enterprise.Application.Validation;
using Enterprise.Domain.Common;
using Enterprise.Domain.Roles;
using FluentValidation;

namespace Enterprise.Application.Roles;

/// <summary>What roles there are and what they allow.</summary>
public sealed class RolesService(
    IRoleCatalogue catalogue,
    IValidator<CreateRole> createRules,
    IValidator<ChangeRole> changeRules
)
{
    public async Task<RoleList> ListAsync(CancellationToken ct) => new(await catalogue.ListAsync(ct));

    public async Task<Result<Tagged<Role>>> FindAsync(string name, CancellationToken ct) =>
        RoleName.TryParse(name, out var known) && await catalogue.FindAsync(known, ct) is { } role
            ? role
            : RequestFailures.NotFound;

    /// <summary>Makes a role out of permissions that the caller holds.</summary>
    public async Task<Result<Tagged<Role>>> CreateAsync(
        Caller caller,
        CreateRole message,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        if (createRules.Check(message) is { } invalid)
            return invalid;
        ct.ThrowIfCancellationRequested();
        _ = RoleName.TryParse(message.Name, out var name);
        var role = new RoleDefinition(name!, message.Description!, Sorted(message.Permissions!));
        // Not tied to the client from here on, so that a change is not left in doubt; the others alike.
        return await catalogue.CreateAsync(role, caller.UserId, origin, CancellationToken.None);
    }

    /// <summary>Replaces a role's description and permissions where it is still in the state that the caller read.</summary>
    public async Task<Result<Tagged<Role>>> ChangeAsync(
        Caller caller,
        string name,
        ChangeRole message,
        IfMatch ifMatch,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        if (changeRules.Check(message) is { } invalid)
            return invalid;
        if (ifMatch.IsMissing)
            return RequestFailures.PreconditionRequired;
        if (!RoleName.TryParse(name, out var known))
            return RequestFailures.NotFound;
        ct.ThrowIfCancellationRequested();
        var role = new RoleDefinition(known, message.Description!, Sorted(message.Permissions!));
        return await catalogue.ChangeAsync(role, ifMatch, caller.UserId, origin, CancellationToken.None);
    }

    /// <summary>Deletes a role, which takes it from those who hold it, where it is still in the state that the caller read.</summary>
    public async Task<Result<Unit>> DeleteAsync(
        Caller caller,
        string name,
        IfMatch ifMatch,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        if (ifMatch.IsMissing)
            return RequestFailures.PreconditionRequired;
        if (!RoleName.TryParse(name, out var known))
            return RequestFailures.NotFound;
        ct.ThrowIfCancellationRequested();
        return await catalogue.DeleteAsync(known, ifMatch, caller.UserId, origin, CancellationToken.None);
    }

    private static IReadOnlyList<string> Sorted(IEnumerable<string> permissions) =>
        [.. permissions.Order(StringComparer.Ordinal)];
}
