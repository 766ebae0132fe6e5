using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Users;
using Enterprise.Domain.Accounts;
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

internal sealed class UserDirectory(NpgsqlDataSource source, ILookupNormalizer normalizer, TimeProvider time)
    : IUserDirectory
{
    public async Task<UserSlice> ListAsync(UserSearch search, CancellationToken ct)
    {
        await using var batch = source.CreateBatch();
        batch.Add(UserListSql.PlanForTheSearch);
        UserListReading.Bind(batch.Add(UserListSql.Of(search)), search, normalizer);
        return await Retry.IdempotentAsync(async () =>
        {
            await using var reader = await batch.ExecuteReaderAsync(ct);
            await reader.NextResultAsync(ct);
            return await UserListReading.ReadAsync(reader, search, ct);
        });
    }

    public async Task<Tagged<User>?> FindAsync(Guid userId, CancellationToken ct)
    {
        await using var command = source.CreateCommand(UserSql.Find).With(userId);
        await using var reader = await Retry.IdempotentAsync(() => command.ExecuteReaderAsync(ct));
        return await reader.ReadAsync(ct) ? reader.GetTaggedUser() : null;
    }

    public async Task<Result<Tagged<User>>> CreateAsync(
        NewUser user,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        await using var batch = source.CreateBatch();
        batch.Add(RoleSql.TakeTurn);
        Bind(batch.Add(UserSql.Create), user.Id, callerId, origin)
            .WithText(user.Email.Value)
            .WithText(normalizer.NormalizeEmail(user.Email.Value))
            .WithText(user.Name?.Value)
            .WithText(user.PasswordHash)
            .WithText(Stamp.New())
            .WithText(Stamp.New())
            .With(Normal(user.Roles));
        return await ChangeAsync(batch, user.Id, RoleFailures.BeyondOwn, ct);
    }

    public async Task<Result<Tagged<User>>> ChangeAsync(
        UserChange change,
        IfMatch ifMatch,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        await using var batch = source.CreateBatch();
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
        return await ChangeAsync(batch, change.UserId, UserFailures.BeyondOwn, ct);
    }

    public async Task<Result<Tagged<User>>> AssignRolesAsync(
        Guid userId,
        IReadOnlyList<RoleName> roles,
        IfMatch ifMatch,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        await using var batch = source.CreateBatch();
        batch.Add(SessionSql.LockUser).With(userId);
        batch.Add(RoleSql.TakeTurn);
        Bind(batch.Add(UserSql.AssignRoles), userId, callerId, origin)
            .With(ifMatch.IsAny)
            .With(ifMatch.Tags.ToArray())
            .With(Normal(roles))
            .WithText(Stamp.New());
        return await ChangeAsync(batch, userId, RoleFailures.BeyondOwn, ct);
    }

    public Task<Result<IReadOnlyList<Guid>>> DeleteAsync(
        Guid userId,
        IfMatch ifMatch,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    ) =>
        EndAsync(
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
    ) => EndAsync(UserSql.Lock, userId, callerId, origin, parameters => parameters.WithText(Stamp.New()), ct);

    public async Task<Result<Unit>> UnlockAsync(Guid userId, Guid callerId, RequestOrigin origin, CancellationToken ct)
    {
        var unlocked = await EndAsync(
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
    ) => EndAsync(UserSql.EndSessions, userId, callerId, origin, _ => { }, ct);

    /// <summary>Runs the batch, whose last statement gives an outcome, and reads the account as it is then.</summary>
    private static async Task<Result<Tagged<User>>> ChangeAsync(
        NpgsqlBatch batch,
        Guid userId,
        Failure beyondOwn,
        CancellationToken ct
    )
    {
        var outcomeAt = batch.BatchCommands.Count - 1;
        // A statement of its own: what triggers did to the account shows only after the statement that made them.
        batch.Add(UserSql.Find).With(userId);
        return await GuardAsync<Tagged<User>>(async () =>
        {
            await using var reader = await batch.ExecuteReaderAsync(ct);
            for (var i = 0; i < outcomeAt; i++)
                await reader.NextResultAsync(ct);
            if (!await reader.ReadAsync(ct))
                return RequestFailures.NotFound;
            var refusal = reader.GetString(0) switch
            {
                AuditOutcome.Succeeded or UserSql.Unchanged => null,
                AuditOutcome.BeyondOwn => beyondOwn,
                UserSql.Stale => RequestFailures.PreconditionFailed,
                UserSql.UnknownRole => UserFailures.UnknownRole,
                var other => throw new InvalidOperationException($"The outcome {other} is unknown."),
            };
            await reader.NextResultAsync(ct);
            Result<Tagged<User>> found = await reader.ReadAsync(ct) ? reader.GetTaggedUser() : RequestFailures.NotFound;
            return refusal ?? found;
        });
    }

    /// <summary>Runs a statement that ends sessions and gives those that were open.</summary>
    private async Task<Result<IReadOnlyList<Guid>>> EndAsync(
        string sql,
        Guid userId,
        Guid callerId,
        RequestOrigin origin,
        Action<NpgsqlParameterCollection> bind,
        CancellationToken ct
    )
    {
        await using var batch = source.CreateBatch();
        batch.Add(SessionSql.LockUser).With(userId);
        batch.Add(RoleSql.TakeTurn);
        bind(Bind(batch.Add(sql), userId, callerId, origin));
        return await GuardAsync<IReadOnlyList<Guid>>(async () =>
        {
            await using var reader = await batch.ExecuteReaderAsync(ct);
            await reader.NextResultAsync(ct);
            await reader.NextResultAsync(ct);
            if (!await reader.ReadAsync(ct))
                return RequestFailures.NotFound;
            Result<IReadOnlyList<Guid>> ended = reader.GetBoolean(0)
                ? reader.GetFieldValue<Guid[]>(1)
                : RequestFailures.PreconditionFailed;
            // To its end: what a trigger refuses is told after the row.
            await reader.ReadAsync(ct);
            return ended;
        });
    }

    private static async Task<Result<T>> GuardAsync<T>(Func<Task<Result<T>>> transaction)
    {
        try
        {
            return await Retry.OnceAsync(transaction);
        }
        catch (PostgresException exception)
            when (exception.ConstraintName is UserConfiguration.EmailIndex or UserConfiguration.UserNameIndex)
        {
            return AccountFailures.EmailTaken;
        }
        catch (PostgresException exception) when (exception.ConstraintName is UserSql.AdministratorConstraint)
        {
            return UserFailures.LastAdministrator;
        }
    }

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
