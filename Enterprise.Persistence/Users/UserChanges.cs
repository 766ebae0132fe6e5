using Enterprise.Application;
using Enterprise.Application.Audit;
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
internal sealed class UserChanges(NpgsqlDataSource source, DatabaseGate database, AuditMetrics audit)
{
    /// <summary>Runs a batch whose last statement gives an outcome, and reads the account as it is then.</summary>
    public Task<Result<Tagged<User>>> RunAsync(
        string action,
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
                var outcome = reader.GetString(0);
                var refusal = outcome switch
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
                await reader.FinishAsync(token);
                if (outcome is AuditOutcome.Succeeded or AuditOutcome.BeyondOwn)
                    audit.Wrote(action, outcome);
                return refusal ?? found;
            },
            ct
        );

    /// <summary>Runs a batch whose last statement ends sessions, after two that wait; gives those that were open.</summary>
    public Task<Result<IReadOnlyList<Guid>>> EndAsync(string action, Action<NpgsqlBatch> bind, CancellationToken ct) =>
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
                var isWritten = reader.GetBoolean(2);
                // To its end: what a trigger refuses is told after the row.
                await reader.FinishAsync(token);
                if (isWritten)
                    audit.Wrote(action, AuditOutcome.Succeeded);
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
