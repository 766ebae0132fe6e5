using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Accounts;
using Enterprise.Application.Users;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Common;
using Enterprise.Domain.Roles;
using Enterprise.Domain.Users;

namespace Enterprise.Tests.Support.InMemory;

internal sealed class InMemoryUserDirectory(World world) : IUserDirectory
{
    private readonly InMemoryUserList list = new(world);

    public Task<UserSlice> ListAsync(UserSearch search, CancellationToken ct) => Do(() => list.Search(search), ct);

    public Task<Tagged<User>?> FindAsync(Guid userId, CancellationToken ct) => Do(() => list.Find(userId), ct);

    public Task<Result<Tagged<User>>> CreateAsync(
        NewUser user,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    ) => Do(() => Create(user, callerId, origin), ct);

    public Task<Result<Tagged<User>>> ChangeAsync(
        UserChange change,
        IfMatch ifMatch,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    ) => Do(() => Change(change, ifMatch, callerId, origin), ct);

    public Task<Result<Tagged<User>>> AssignRolesAsync(
        Guid userId,
        IReadOnlyList<RoleName> roles,
        IfMatch ifMatch,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    ) => Do(() => Assign(userId, [.. roles.Select(role => role.Value)], ifMatch, callerId, origin), ct);

    public Task<Result<IReadOnlyList<Guid>>> DeleteAsync(
        Guid userId,
        IfMatch ifMatch,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    ) => Do(() => Delete(userId, ifMatch, callerId, origin), ct);

    public Task<Result<IReadOnlyList<Guid>>> LockAsync(
        Guid userId,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    ) => Do(() => Lock(userId, callerId, origin), ct);

    public Task<Result<Unit>> UnlockAsync(Guid userId, Guid callerId, RequestOrigin origin, CancellationToken ct) =>
        Do(() => Unlock(userId, callerId, origin), ct);

    public Task<Result<IReadOnlyList<Guid>>> EndSessionsAsync(
        Guid userId,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    ) => Do(() => EndSessions(userId, callerId, origin), ct);

    private Result<Tagged<User>> Create(NewUser user, Guid callerId, RequestOrigin origin)
    {
        string[] roles = [.. user.Roles.Select(role => role.Value)];
        if (!AreRoles(roles))
            return UserFailures.UnknownRole;
        if (IsBeyond(callerId, roles))
            return Refuse(AuditAction.CreateUser, RoleFailures.BeyondOwn, callerId, null, origin);
        if (world.IsTaken(user.Email))
            return AccountFailures.EmailTaken;
        world.Add(new NewAccount(user.Id, user.Email, user.Name, user.PasswordHash, roles, AuditAction.CreateUser));
        return Done(AuditAction.CreateUser, callerId, user.Id, origin);
    }

    private Result<Tagged<User>> Change(UserChange change, IfMatch ifMatch, Guid callerId, RequestOrigin origin)
    {
        if (!Find(change.UserId, ifMatch).TryGet(out var account, out var failure))
            return failure;
        var email = change.Email ?? account.Email;
        if (email != account.Email && IsBeyond(callerId, account.Roles))
            return Refuse(AuditAction.ChangeUser, UserFailures.BeyondOwn, callerId, change.UserId, origin);
        if (world.IsTaken(email, change.UserId))
            return AccountFailures.EmailTaken;
        (account.Name, account.Email) = (change.Name ?? account.Name, email);
        world.Touch(account);
        return Done(AuditAction.ChangeUser, callerId, change.UserId, origin);
    }

    private Result<Tagged<User>> Assign(
        Guid userId,
        string[] roles,
        IfMatch ifMatch,
        Guid callerId,
        RequestOrigin origin
    )
    {
        if (!Find(userId, ifMatch).TryGet(out var account, out var failure))
            return failure;
        if (!AreRoles(roles))
            return UserFailures.UnknownRole;
        if (IsBeyond(callerId, roles.Except(account.Roles)))
            return Refuse(AuditAction.AssignRoles, RoleFailures.BeyondOwn, callerId, userId, origin);
        if (account.Roles.SetEquals(roles))
            return list.Find(userId)!;
        if (account.Roles.Contains(BuiltInRoles.Admin) && !roles.Contains(BuiltInRoles.Admin) && IsNeeded(userId))
            return UserFailures.LastAdministrator;
        account.Roles.Clear();
        account.Roles.UnionWith(roles);
        account.Version++;
        world.Touch(account);
        return Done(AuditAction.AssignRoles, callerId, userId, origin);
    }

    private Result<IReadOnlyList<Guid>> Delete(Guid userId, IfMatch ifMatch, Guid callerId, RequestOrigin origin)
    {
        if (!world.Accounts.TryGetValue(userId, out var account))
            return RequestFailures.NotFound;
        if (!ifMatch.Covers(world.TagOf(account)))
            return RequestFailures.PreconditionFailed;
        if (account.Roles.Contains(BuiltInRoles.Admin) && IsNeeded(userId))
            return UserFailures.LastAdministrator;
        var open = End(userId);
        world.Accounts.Remove(userId);
        world.Sessions.RemoveAll(session => session.UserId == userId);
        world.Record(AuditAction.DeleteUser, AuditOutcome.Succeeded, callerId, userId, origin);
        return open;
    }

    private Result<IReadOnlyList<Guid>> Lock(Guid userId, Guid callerId, RequestOrigin origin)
    {
        if (!world.Accounts.TryGetValue(userId, out var account))
            return RequestFailures.NotFound;
        if (account.IsLocked)
            return Array.Empty<Guid>();
        if (account.Roles.Contains(BuiltInRoles.Admin) && IsNeeded(userId))
            return UserFailures.LastAdministrator;
        var open = End(userId);
        account.IsLocked = true;
        world.Touch(account);
        world.Record(AuditAction.LockUser, AuditOutcome.Succeeded, callerId, userId, origin);
        return open;
    }

    private Result<Unit> Unlock(Guid userId, Guid callerId, RequestOrigin origin)
    {
        if (!world.Accounts.TryGetValue(userId, out var account))
            return RequestFailures.NotFound;
        if (!account.IsLocked)
            return default(Unit);
        account.IsLocked = false;
        world.Touch(account);
        world.Record(AuditAction.UnlockUser, AuditOutcome.Succeeded, callerId, userId, origin);
        return default(Unit);
    }

    private Result<IReadOnlyList<Guid>> EndSessions(Guid userId, Guid callerId, RequestOrigin origin)
    {
        if (!world.Accounts.ContainsKey(userId))
            return RequestFailures.NotFound;
        world.Record(AuditAction.EndSessions, AuditOutcome.Succeeded, callerId, userId, origin);
        return End(userId);
    }

    private Guid[] End(Guid userId)
    {
        var open = world.SessionsOf(userId);
        foreach (var session in open)
            session.IsEnded = true;
        return [.. open.Select(session => session.Id)];
    }

    private Result<StoredAccount> Find(Guid userId, IfMatch ifMatch)
    {
        if (!world.Accounts.TryGetValue(userId, out var account))
            return RequestFailures.NotFound;
        return ifMatch.Covers(world.TagOf(account)) ? account : RequestFailures.PreconditionFailed;
    }

    private bool AreRoles(IEnumerable<string> roles) => roles.All(world.Roles.All.ContainsKey);

    private bool IsBeyond(Guid callerId, IEnumerable<string> roles) =>
        world
            .Roles.PermissionsOf(roles)
            .Except(world.Accounts.TryGetValue(callerId, out var caller) ? world.Roles.PermissionsOf(caller.Roles) : [])
            .Any();

    /// <summary>Whether nobody else is active and an administrator.</summary>
    private bool IsNeeded(Guid userId) =>
        !world.Accounts.Values.Any(account =>
            account.Registered.Id != userId && !account.IsLocked && account.Roles.Contains(BuiltInRoles.Admin)
        );

    private Result<Tagged<User>> Done(string action, Guid callerId, Guid userId, RequestOrigin origin)
    {
        world.Record(action, AuditOutcome.Succeeded, callerId, userId, origin);
        return list.Find(userId)!;
    }

    private Failure Refuse(string action, Failure failure, Guid callerId, Guid? userId, RequestOrigin origin)
    {
        world.Record(action, AuditOutcome.BeyondOwn, callerId, userId, origin);
        return failure;
    }

    private Task<T> Do<T>(Func<T> statement, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (world.Gate)
            return Task.FromResult(statement());
    }
}
