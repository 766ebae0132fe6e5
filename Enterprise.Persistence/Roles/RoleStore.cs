using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Roles;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Common;
using Enterprise.Domain.Roles;
using Enterprise.Persistence.Accounts;
using Enterprise.Persistence.Database;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace Enterprise.Persistence.Roles;

internal sealed class RoleStore(NpgsqlDataSource source, ILookupNormalizer normalizer, TimeProvider time)
    : IRoleCatalogue
{
    public async Task<IReadOnlyList<Role>> ListAsync(CancellationToken ct)
    {
        await using var command = source.CreateCommand(RoleCatalogueSql.List);
        return await Retry.IdempotentAsync(async () =>
        {
            await using var reader = await command.ExecuteReaderAsync(ct);
            List<Role> roles = [];
            while (await reader.ReadAsync(ct))
                roles.Add(ReadRole(reader, 0).Value);
            return roles;
        });
    }

    public async Task<Tagged<Role>?> FindAsync(RoleName name, CancellationToken ct)
    {
        await using var command = source
            .CreateCommand(RoleCatalogueSql.Find)
            .WithText(normalizer.NormalizeName(name.Value));
        await using var reader = await Retry.IdempotentAsync(() => command.ExecuteReaderAsync(ct));
        return await reader.ReadAsync(ct) ? ReadRole(reader, 0) : null;
    }

    public async Task<Result<Tagged<Role>>> CreateAsync(
        RoleDefinition role,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        await using var batch = source.CreateBatch();
        Bind(batch, RoleCatalogueSql.Create, role.Name, callerId, origin)
            .With(NewId())
            .WithText(role.Name.Value)
            .WithText(role.Description)
            .With(role.Permissions.ToArray())
            .WithText(Stamp.New());
        try
        {
            return await ChangeAsync(batch, ct);
        }
        catch (PostgresException exception) when (IsTaken(exception))
        {
            return RoleFailures.NameTaken;
        }
    }

    public async Task<Result<Tagged<Role>>> ChangeAsync(
        RoleDefinition role,
        IfMatch ifMatch,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        await using var batch = source.CreateBatch();
        Bind(batch, RoleCatalogueSql.Change, role.Name, callerId, origin)
            .With(ifMatch.IsAny)
            .With(ifMatch.Tags.ToArray())
            .WithText(role.Description)
            .With(role.Permissions.ToArray())
            .WithText(Stamp.New());
        return await ChangeAsync(batch, ct);
    }

    public async Task<Result<Unit>> DeleteAsync(
        RoleName name,
        IfMatch ifMatch,
        Guid callerId,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        await using var batch = source.CreateBatch();
        Bind(batch, RoleCatalogueSql.Delete, name, callerId, origin).With(ifMatch.IsAny).With(ifMatch.Tags.ToArray());
        return await RunAsync(batch, _ => default(Unit), ct);
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

    private static Task<Result<Tagged<Role>>> ChangeAsync(NpgsqlBatch batch, CancellationToken ct) =>
        RunAsync(batch, reader => ReadRole(reader, RoleCatalogueSql.DetailsAfterOutcome), ct);

    private static Task<Result<T>> RunAsync<T>(
        NpgsqlBatch batch,
        Func<NpgsqlDataReader, T> read,
        CancellationToken ct
    ) =>
        Retry.OnceAsync(async () =>
        {
            await using var reader = await batch.ExecuteReaderAsync(ct);
            await reader.NextResultAsync(ct);
            if (!await reader.ReadAsync(ct))
                return RequestFailures.NotFound;
            Result<T> result = reader.GetString(0) switch
            {
                AuditOutcome.Succeeded => read(reader),
                AuditOutcome.BeyondOwn => RoleFailures.BeyondOwn,
                RoleCatalogueSql.BuiltIn => RoleFailures.BuiltIn,
                RoleCatalogueSql.Stale => RequestFailures.PreconditionFailed,
                var other => throw new InvalidOperationException($"The outcome {other} is unknown."),
            };
            // To its end: what befalls the audit entry or a holder's row is told after the row.
            await reader.ReadAsync(ct);
            return result;
        });

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
