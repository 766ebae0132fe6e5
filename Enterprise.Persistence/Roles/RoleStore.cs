using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Audit;
using Enterprise.Application.Roles;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Common;
using Enterprise.Domain.Roles;
using Enterprise.Persistence.Accounts;
using Enterprise.Persistence.Database;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace Enterprise.Persistence.Roles;

internal sealed class RoleStore(
    NpgsqlDataSource source,
    DatabaseGate database,
    ILookupNormalizer normalizer,
    AuditMetrics audit,
    TimeProvider time
) : IRoleCatalogue
{
    public Task<IReadOnlyList<Role>> ListAsync(CancellationToken ct) =>
        database.IdempotentAsync<IReadOnlyList<Role>>(
            async token =>
            {
                await using var command = source.CreateCommand(RoleCatalogueSql.List);
                await using var reader = await command.ExecuteReaderAsync(token);
                List<Role> roles = [];
                while (await reader.ReadAsync(token))
                    roles.Add(ReadRole(reader, 0).Value);
                return roles;
            },
            ct
        );

    public Task<Tagged<Role>?> FindAsync(RoleName name, CancellationToken ct) =>
        database.IdempotentAsync(
            async token =>
            {
                await using var command = source
                    .CreateCommand(RoleCatalogueSql.Find)
                    .WithText(normalizer.NormalizeName(name.Value));
                await using var reader = await command.ExecuteReaderAsync(token);
                return await reader.ReadAsync(token) ? ReadRole(reader, 0) : null;
            },
            ct
        );

    public async Task<Result<Tagged<Role>>> CreateAsync(
        RoleDefinition role,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        try
        {
            return await RunAsync(
                AuditAction.CreateRole,
                batch =>
                    Bind(batch, RoleCatalogueSql.Create, role.Name, callerId, origin)
                        .With(NewId())
                        .WithText(role.Name.Value)
                        .WithText(role.Description)
                        .With(role.Permissions.ToArray())
                        .WithText(Stamp.New()),
                ReadChanged,
                ct
            );
        }
        catch (PostgresException exception) when (IsTaken(exception))
        {
            return RoleFailures.NameTaken;
        }
    }

    public Task<Result<Tagged<Role>>> ChangeAsync(
        RoleDefinition role,
        IfMatch ifMatch,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    ) =>
        RunAsync(
            AuditAction.ChangeRole,
            batch =>
                Bind(batch, RoleCatalogueSql.Change, role.Name, callerId, origin)
                    .With(ifMatch.IsAny)
                    .With(ifMatch.Tags.ToArray())
                    .WithText(role.Description)
                    .With(role.Permissions.ToArray())
                    .WithText(Stamp.New()),
            ReadChanged,
            ct
        );

    public async Task<Result<Unit>> DeleteAsync(
        RoleName name,
        IfMatch ifMatch,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        var deleted = await RunAsync(
            AuditAction.DeleteRole,
            batch =>
                Bind(batch, RoleCatalogueSql.Delete, name, callerId, origin)
                    .With(ifMatch.IsAny)
                    .With(ifMatch.Tags.ToArray()),
            reader => reader.GetInt64(RoleCatalogueSql.HoldersAfterOutcome),
            ct,
            holders => audit.Wrote(AuditAction.AssignRoles, AuditOutcome.Succeeded, holders)
        );
        return deleted.Match<Result<Unit>>(_ => default(Unit), failure => failure);
    }

    /// <summary>Adds a statement that changes a role, in its turn, with the six parameters with which each of them begins.</summary>
    private NpgsqlParameterCollection Bind(
        NpgsqlBatch batch,
        string sql,
        RoleName name,
        Guid callerId,
        RequestOrigin origin
    )
    {
        batch.Add(RoleSql.TakeTurn);
        return batch
            .Add(sql)
            .With(callerId)
            .With(NewId())
            .WithOrigin(origin)
            .WithText(normalizer.NormalizeName(name.Value));
    }

    /// <summary>Changes a role, and with it every holder's row.</summary>
    private Task<Result<T>> RunAsync<T>(
        string action,
        Action<NpgsqlBatch> bind,
        Func<NpgsqlDataReader, T> read,
        CancellationToken ct,
        Action<T>? onCommitted = null
    ) =>
        database.OnceAsync(
            async token =>
            {
                await using var batch = source.CreateBatch();
                bind(batch);
                await using var reader = await batch.ExecuteReaderAsync(token);
                await reader.NextResultAsync(token);
                if (!await reader.ReadAsync(token))
                    return RequestFailures.NotFound;
                var outcome = reader.GetString(0);
                Result<T> result = outcome switch
                {
                    AuditOutcome.Succeeded => read(reader),
                    AuditOutcome.BeyondOwn => RoleFailures.BeyondOwn,
                    RoleCatalogueSql.BuiltIn => RoleFailures.BuiltIn,
                    RoleCatalogueSql.Stale => RequestFailures.PreconditionFailed,
                    var other => throw new InvalidOperationException($"The outcome {other} is unknown."),
                };
                // To its end: what befalls the audit entry or a holder's row is told after the row.
                await reader.FinishAsync(token);
                if (outcome is AuditOutcome.Succeeded or AuditOutcome.BeyondOwn)
                    audit.Wrote(action, outcome);
                if (result.TryGet(out var done, out _))
                    onCommitted?.Invoke(done);
                return result;
            },
            ct,
            database.LongWait
        );

    private static Tagged<Role> ReadChanged(NpgsqlDataReader reader) =>
        ReadRole(reader, RoleCatalogueSql.DetailsAfterOutcome);

    private static Tagged<Role> ReadRole(NpgsqlDataReader reader, int column) =>
        new(
            new Role(
                reader.GetString(column),
                reader.GetString(column + 1),
                reader.GetFieldValue<string[]>(column + 2),
                reader.GetBoolean(column + 3)
            ),
            reader.GetString(column + 4)
        );

    private Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());

    private static bool IsTaken(PostgresException exception) =>
        exception is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: RoleConfiguration.NameIndex };
}
