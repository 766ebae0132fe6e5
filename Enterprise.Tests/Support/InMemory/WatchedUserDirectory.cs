using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Users;
using Enterprise.Domain.Common;
using Enterprise.Domain.Roles;

namespace Enterprise.Tests.Support.InMemory;

/// <summary>Notes every call that changes something, and whether it could have been called off.</summary>
internal sealed class WatchedUserDirectory(IUserDirectory directory) : IUserDirectory
{
    public List<bool> CouldBeCanceled { get; } = [];

    public Task<UserSlice> ListAsync(UserSearch search, CancellationToken ct) => directory.ListAsync(search, ct);

    public Task<Tagged<User>?> FindAsync(Guid userId, CancellationToken ct) => directory.FindAsync(userId, ct);

    public Task<Result<Tagged<User>>> CreateAsync(
        NewUser user,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    ) => directory.CreateAsync(user, callerId, origin, Note(ct));

    public Task<Result<Tagged<User>>> ChangeAsync(
        UserChange change,
        IfMatch ifMatch,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    ) => directory.ChangeAsync(change, ifMatch, callerId, origin, Note(ct));

    public Task<Result<IReadOnlyList<Guid>>> DeleteAsync(
        Guid userId,
        IfMatch ifMatch,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    ) => directory.DeleteAsync(userId, ifMatch, callerId, origin, Note(ct));

    public Task<Result<IReadOnlyList<Guid>>> LockAsync(
        Guid userId,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    ) => directory.LockAsync(userId, callerId, origin, Note(ct));

    public Task<Result<Unit>> UnlockAsync(Guid userId, Guid callerId, RequestOrigin origin, CancellationToken ct) =>
        directory.UnlockAsync(userId, callerId, origin, Note(ct));

    public Task<Result<Tagged<User>>> AssignRolesAsync(
        Guid userId,
        IReadOnlyList<RoleName> roles,
        IfMatch ifMatch,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    ) => directory.AssignRolesAsync(userId, roles, ifMatch, callerId, origin, Note(ct));

    public Task<Result<IReadOnlyList<Guid>>> EndSessionsAsync(
        Guid userId,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    ) => directory.EndSessionsAsync(userId, callerId, origin, Note(ct));

    private CancellationToken Note(CancellationToken ct)
    {
        CouldBeCanceled.Add(ct.CanBeCanceled);
        return ct;
    }
}
