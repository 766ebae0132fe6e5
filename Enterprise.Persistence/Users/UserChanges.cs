using Enterprise.Application;
using Enterprise.Application.Users;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Common;
using Enterprise.Domain.Users;
using Enterprise.Persistence.Accounts;
using Enterprise.Persistence.Database;
using Npgsql;

namespace Enterprise.Persistence.Users;

/// <summary>Runs the transactions that change somebody, and says what they came to.</summary>
internal sealed class UserChanges(NpgsqlDataSource source, DatabaseGate database)
{
    /// <summary>Runs a batch whose last statement gives an outcome, and reads the account as it is then.</summary>
    public Task<Result<Tagged<User>>> RunAsync(
        Guid userId,
        Action<NpgsqlBatch> bind,
        Failure beyondOwn,
        CancellationToken ct
    ) =>
        GuardAsync<Tagged<User>>(
            async (batch, token) =>
            {
                bind(batch);
                var outcomeAt = batch.BatchCommands.Count - 1;
                // A statement of its own: what triggers did to the account shows only after the statement that made them.
                batch.Add(UserSql.Find).With(userId);
                await using var reader = await batch.ExecuteReaderAsync(token);
                for (var i = 0; i < outcomeAt; i++)
                    await reader.NextResultAsync(token);
                if (!await reader.ReadAsync(token))
                    return RequestFailures.NotFound;
                var refusal = reader.GetString(0) switch
                {
                    AuditOutcome.Succeeded or UserSql.Unchanged => null,
                    AuditOutcome.BeyondOwn => beyondOwn,
                    UserSql.Stale => RequestFailures.PreconditionFailed,
                    UserSql.UnknownRole => UserFailures.UnknownRole,
                    var other => throw new InvalidOperationException($"The outcome {other} is unknown."),
                };
                await reader.NextResultAsync(token);
                Result<Tagged<User>> found = await reader.ReadAsync(token)
                    ? reader.GetTaggedUser()
                    : RequestFailures.NotFound;
                return refusal ?? found;
            },
            ct
        );

    /// <summary>Runs a batch whose last statement ends sessions, after two that wait; gives those that were open.</summary>
    public Task<Result<IReadOnlyList<Guid>>> EndAsync(Action<NpgsqlBatch> bind, CancellationToken ct) =>
        GuardAsync<IReadOnlyList<Guid>>(
            async (batch, token) =>
            {
                bind(batch);
                await using var reader = await batch.ExecuteReaderAsync(token);
                await reader.NextResultAsync(token);
                await reader.NextResultAsync(token);
                if (!await reader.ReadAsync(token))
                    return RequestFailures.NotFound;
                Result<IReadOnlyList<Guid>> ended = reader.GetBoolean(0)
                    ? reader.GetFieldValue<Guid[]>(1)
                    : RequestFailures.PreconditionFailed;
                // To its end: what a trigger refuses is told after the row.
                await reader.ReadAsync(token);
                return ended;
            },
            ct
        );

    private async Task<Result<T>> GuardAsync<T>(
        Func<NpgsqlBatch, CancellationToken, Task<Result<T>>> transaction,
        CancellationToken ct
    )
    {
        try
        {
            return await database.OnceAsync(
                async token =>
                {
                    await using var batch = source.CreateBatch();
                    return await transaction(batch, token);
                },
                ct
            );
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
}
