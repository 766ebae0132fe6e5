using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Audit;
using Enterprise.Application.Roles;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Common;
using Enterprise.Domain.Roles;

namespace Enterprise.Tests.Support.InMemory;

internal sealed class InMemoryRoleCatalogue(World world) : IRoleCatalogue
{
    public Task<IReadOnlyList<Role>> ListAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (world.Gate)
            return Task.FromResult<IReadOnlyList<Role>>([
                .. world
                    .Roles.All.Values.OrderBy(role => role.Name, StringComparer.Ordinal)
                    .Select(role => ToRole(role).Value),
            ]);
    }

    public Task<Tagged<Role>?> FindAsync(RoleName name, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (world.Gate)
            return Task.FromResult(world.Roles.All.TryGetValue(name.Value, out var role) ? ToRole(role) : null);
    }

    public Task<Result<Tagged<Role>>> CreateAsync(
        RoleDefinition role,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        ct.ThrowIfCancellationRequested();
        lock (world.Gate)
            return Task.FromResult(Create(role, callerId, origin));
    }

    public Task<Result<Tagged<Role>>> ChangeAsync(
        RoleDefinition role,
        IfMatch ifMatch,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        ct.ThrowIfCancellationRequested();
        lock (world.Gate)
            return Task.FromResult(Change(role, ifMatch, callerId, origin));
    }

    public Task<Result<Unit>> DeleteAsync(
        RoleName name,
        IfMatch ifMatch,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        ct.ThrowIfCancellationRequested();
        lock (world.Gate)
            return Task.FromResult(Delete(name, ifMatch, callerId, origin));
    }

    private Result<Tagged<Role>> Create(RoleDefinition role, Guid callerId, RequestOrigin origin)
    {
        if (IsBeyond(callerId, role.Permissions))
        {
            world.Record(AuditAction.CreateRole, AuditOutcome.BeyondOwn, callerId, null, origin, Making(role));
            return RoleFailures.BeyondOwn;
        }
        if (world.Roles.All.ContainsKey(role.Name.Value))
            return RoleFailures.NameTaken;
        var made = world.Roles.Add(role.Name.Value, role.Description, role.Permissions, isBuiltIn: false);
        world.Record(AuditAction.CreateRole, AuditOutcome.Succeeded, callerId, made.Id, origin, Making(role));
        return ToRole(made);
    }

    private Result<Tagged<Role>> Change(RoleDefinition role, IfMatch ifMatch, Guid callerId, RequestOrigin origin)
    {
        if (!Find(role.Name, ifMatch).TryGet(out var stored, out var failure))
            return failure;
        var changes = Changed.Of(
            ("description", stored.Description, role.Description),
            ("permissions", stored.Permissions, role.Permissions)
        );
        if (IsBeyond(callerId, role.Permissions.Except(stored.Permissions)))
        {
            world.Record(AuditAction.ChangeRole, AuditOutcome.BeyondOwn, callerId, stored.Id, origin, changes);
            return RoleFailures.BeyondOwn;
        }
        world.Roles.Change(stored, role.Description, role.Permissions);
        world.Record(AuditAction.ChangeRole, AuditOutcome.Succeeded, callerId, stored.Id, origin, changes);
        return ToRole(stored);
    }

    private Result<Unit> Delete(RoleName name, IfMatch ifMatch, Guid callerId, RequestOrigin origin)
    {
        if (!Find(name, ifMatch).TryGet(out var stored, out var failure))
            return failure;
        world.Roles.All.Remove(stored.Name);
        foreach (var (id, account) in world.Accounts)
            if (account.Roles.Contains(stored.Name))
                TakeAway(stored.Name, id, account, callerId, origin);
        var changes = Changed.Of(
            ("name", stored.Name, null),
            ("description", stored.Description, null),
            ("permissions", stored.Permissions, null)
        );
        world.Record(AuditAction.DeleteRole, AuditOutcome.Succeeded, callerId, stored.Id, origin, changes);
        return default(Unit);
    }

    private static IReadOnlyDictionary<string, AuditChange>? Making(RoleDefinition role) =>
        Changed.Of(
            ("name", null, role.Name.Value),
            ("description", null, role.Description),
            ("permissions", null, role.Permissions)
        );

    private void TakeAway(string role, Guid id, StoredAccount account, Guid callerId, RequestOrigin origin)
    {
        var before = account.Roles.Order(StringComparer.Ordinal).ToArray();
        account.Roles.Remove(role);
        var after = account.Roles.Order(StringComparer.Ordinal).ToArray();
        world.Record(
            AuditAction.AssignRoles,
            AuditOutcome.Succeeded,
            callerId,
            id,
            origin,
            Changed.Of(("roles", before, after))
        );
    }

    private Result<StoredRole> Find(RoleName name, IfMatch ifMatch)
    {
        if (!world.Roles.All.TryGetValue(name.Value, out var stored))
            return RequestFailures.NotFound;
        if (stored.IsBuiltIn)
            return RoleFailures.BuiltIn;
        return ifMatch.Covers(ToRole(stored).Tag) ? stored : RequestFailures.PreconditionFailed;
    }

    private bool IsBeyond(Guid callerId, IEnumerable<string> granted) =>
        granted
            .Except(world.Accounts.TryGetValue(callerId, out var caller) ? world.Roles.PermissionsOf(caller.Roles) : [])
            .Any();

    private static Tagged<Role> ToRole(StoredRole role) =>
        new(
            new Role(role.Name, role.Description, role.Permissions, role.IsBuiltIn),
            $"state {role.State} of {role.Id}, permissions {role.Version}"
        );
}
