using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Audit;
using Enterprise.Application.Users;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Common;
using Enterprise.Domain.Roles;
using Enterprise.Domain.Users;
using Enterprise.Persistence.Accounts;
using Enterprise.Persistence.Database;
using Enterprise.Persistence.Roles;
using Enterprise.Persistence.Sessions;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace Enterprise.Persistence.Users;

internal sealed class UserDirectory(
    NpgsqlDataSource source,
    DatabaseGate database,
    ILookupNormalizer normalizer,
    AuditMetrics audit,
    TimeProvider time
) : IUserDirectory
{
    private readonly UserChanges changes = new(source, database, audit);

    public Task<UserSlice> ListAsync(UserSearch search, CancellationToken ct) =>
        database.IdempotentAsync(
            async token =>
            {
                await using var batch = source.CreateBatch();
                batch.Add(UserListSql.PlanForTheSearch);
                UserListReading.Bind(batch.Add(UserListSql.Of(search)), search, normalizer);
                await using var reader = await batch.ExecuteReaderAsync(token);
                await reader.NextResultAsync(token);
                return await UserListReading.ReadAsync(reader, search, token);
            },
            ct
        );

    public Task<Tagged<User>?> FindAsync(Guid userId, CancellationToken ct) =>
        database.IdempotentAsync(
            async token =>
            {
                await using var command = source.CreateCommand(UserSql.Find).With(userId);
                await using var reader = await command.ExecuteReaderAsync(token);
                return await reader.ReadAsync(token) ? reader.GetTaggedUser() : null;
            },
            ct
        );

    public Task<Result<Tagged<User>>> CreateAsync(
        NewUser user,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    ) =>
        changes.RunAsync(
            AuditAction.CreateUser,
            user.Id,
            batch =>
            {
                batch.Add(RoleSql.TakeTurn);
                Bind(batch.Add(UserSql.Create), user.Id, callerId, origin)
                    .WithText(user.Email.Value)
                    .WithText(normalizer.NormalizeEmail(user.Email.Value))
                    .WithText(user.Name?.Value)
                    .WithText(user.PasswordHash)
                    .WithText(Stamp.New())
                    .WithText(Stamp.New())
                    .With(Normal(user.Roles));
            },
            RoleFailures.BeyondOwn,
            ct
        );

    public Task<Result<Tagged<User>>> ChangeAsync(
        UserChange change,
        IfMatch ifMatch,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    ) =>
        changes.RunAsync(
            AuditAction.ChangeUser,
            change.UserId,
            batch =>
            {
                batch.Add(SessionSql.LockUser).With(change.UserId);
                // A name asks for nobody's roles.
                if (change.Email is not null)
                    batch.Add(RoleSql.TakeTurn);
                Bind(batch.Add(UserSql.Change), change.UserId, callerId, origin)
                    .With(ifMatch.IsAny)
                    .With(ifMatch.Tags.ToArray())
                    .WithText(change.Name?.Value)
                    .WithText(change.Email?.Value)
                    .WithText(change.Email is null ? null : normalizer.NormalizeEmail(change.Email.Value))
                    .WithText(Stamp.New());
            },
            UserFailures.BeyondOwn,
            ct
        );

    public Task<Result<Tagged<User>>> AssignRolesAsync(
        Guid userId,
        IReadOnlyList<RoleName> roles,
        IfMatch ifMatch,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    ) =>
        changes.RunAsync(
            AuditAction.AssignRoles,
            userId,
            batch =>
            {
                batch.Add(SessionSql.LockUser).With(userId);
                batch.Add(RoleSql.TakeTurn);
                Bind(batch.Add(UserSql.AssignRoles), userId, callerId, origin)
                    .With(ifMatch.IsAny)
                    .With(ifMatch.Tags.ToArray())
                    .With(Normal(roles))
                    .WithText(Stamp.New());
            },
            RoleFailures.BeyondOwn,
            ct
        );

    public Task<Result<IReadOnlyList<Guid>>> DeleteAsync(
        Guid userId,
        IfMatch ifMatch,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    ) =>
        EndAsync(
            AuditAction.DeleteUser,
            UserSql.Delete,
            userId,
            callerId,
            origin,
            parameters => parameters.With(ifMatch.IsAny).With(ifMatch.Tags.ToArray()),
            ct
        );

    public Task<Result<IReadOnlyList<Guid>>> LockAsync(
        Guid userId,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    ) =>
        EndAsync(
            AuditAction.LockUser,
            UserSql.Lock,
            userId,
            callerId,
            origin,
            parameters => parameters.WithText(Stamp.New()),
            ct
        );

    public async Task<Result<Unit>> UnlockAsync(Guid userId, Guid callerId, RequestOrigin origin, CancellationToken ct)
    {
        var unlocked = await EndAsync(
            AuditAction.UnlockUser,
            UserSql.Unlock,
            userId,
            callerId,
            origin,
            parameters => parameters.WithText(Stamp.New()),
            ct
        );
        return unlocked.Match<Result<Unit>>(_ => default(Unit), failure => failure);
    }

    public Task<Result<IReadOnlyList<Guid>>> EndSessionsAsync(
        Guid userId,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    ) => EndAsync(AuditAction.EndSessions, UserSql.EndSessions, userId, callerId, origin, _ => { }, ct);

    private Task<Result<IReadOnlyList<Guid>>> EndAsync(
        string action,
        string sql,
        Guid userId,
        Guid callerId,
        RequestOrigin origin,
        Action<NpgsqlParameterCollection> bind,
        CancellationToken ct
    ) =>
        changes.EndAsync(
            action,
            batch =>
            {
                batch.Add(SessionSql.LockUser).With(userId);
                batch.Add(RoleSql.TakeTurn);
                bind(Bind(batch.Add(sql), userId, callerId, origin));
            },
            ct
        );

    /// <summary>The six parameters with which every statement begins that changes somebody.</summary>
    private NpgsqlParameterCollection Bind(
        NpgsqlParameterCollection parameters,
        Guid userId,
        Guid callerId,
        RequestOrigin origin
    ) => parameters.With(callerId).With(Guid.CreateVersion7(time.GetUtcNow())).WithOrigin(origin).With(userId);

    private string[] Normal(IReadOnlyList<RoleName> roles) =>
        [.. roles.Select(role => normalizer.NormalizeName(role.Value))];
}
