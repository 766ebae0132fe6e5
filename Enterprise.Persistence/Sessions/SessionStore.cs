using System.Net;
using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Audit;
using Enterprise.Application.Sessions;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Sessions;
using Enterprise.Persistence.Database;
using Enterprise.Persistence.Roles;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Enterprise.Persistence.Sessions;

internal sealed class SessionStore(
    NpgsqlDataSource source,
    DatabaseGate database,
    CredentialThrottle throttle,
    AuditMetrics audit,
    IOptions<SessionOptions> options,
    TimeProvider time
) : ISessionStore
{
    public Task<RefreshAttempt> RefreshAsync(RefreshToken token, RequestOrigin origin, CancellationToken ct) =>
        throttle.Buckets.RefreshAsync(
            origin,
            wait => new RefreshAttempt(wait, RefreshOutcome.Throttled, null),
            // Where every second use ends the session, so would a repetition of ours.
            leaving =>
                options.Value.RefreshLeeway > TimeSpan.Zero
                    ? database.IdempotentAsync(stop => TryRefreshAsync(token, origin, stop), leaving)
                    : database.OnceAsync(stop => TryRefreshAsync(token, origin, stop), leaving),
            attempt => attempt.Wait,
            ct
        );

    public Task<bool> EndAsync(RefreshToken token, RequestOrigin origin, CancellationToken ct) =>
        database.IdempotentAsync(
            async stop =>
            {
                await using var command = source.CreateCommand(SessionSql.EndByToken);
                BindEnd(command.Parameters, AuditAction.Logout, SessionEnd.Logout, origin)
                    .With(token.SessionId)
                    .With(token.Salt);
                return await EndsAsync(command, AuditAction.Logout, stop);
            },
            ct
        );

    public Task<bool> EndAsync(Guid userId, Guid sessionId, RequestOrigin origin, CancellationToken ct) =>
        database.OnceAsync(
            async token =>
            {
                await using var command = source.CreateCommand(SessionSql.EndOne);
                BindEnd(command.Parameters, AuditAction.EndSession, SessionEnd.EndedByOwner, origin)
                    .With(sessionId)
                    .With(userId);
                return await EndsAsync(command, AuditAction.EndSession, token);
            },
            ct
        );

    public Task<IReadOnlyList<Guid>> EndAllAsync(Guid userId, RequestOrigin origin, CancellationToken ct) =>
        database.IdempotentAsync<IReadOnlyList<Guid>>(
            async token =>
            {
                await using var batch = source.CreateBatch();
                batch.Add(SessionSql.LockUser).With(userId);
                BindEnd(batch.Add(SessionSql.EndAll), AuditAction.LogoutAll, SessionEnd.LogoutAll, origin).With(userId);
                // What befalls the second statement is told when the first one is read to its end.
                await using var reader = await batch.ExecuteReaderAsync(token);
                await reader.NextResultAsync(token);
                var ended = await reader.ReadIdsAsync(token);
                await reader.FinishAsync(token);
                audit.Wrote(AuditAction.LogoutAll, AuditOutcome.Succeeded);
                return ended;
            },
            ct
        );

    public Task<IReadOnlyList<SessionDetails>> ListAsync(Guid userId, int limit, CancellationToken ct) =>
        database.IdempotentAsync<IReadOnlyList<SessionDetails>>(
            async token =>
            {
                await using var command = source.CreateCommand(SessionSql.List).With(userId).With(limit);
                await using var reader = await command.ExecuteReaderAsync(token);
                List<SessionDetails> sessions = [];
                while (await reader.ReadAsync(token))
                    sessions.Add(ReadDetails(reader));
                return sessions;
            },
            ct
        );

    public Task<bool> IsLiveAsync(AccessToken token, CancellationToken ct) =>
        database.IdempotentAsync(
            async stop =>
            {
                await using var command = source
                    .CreateCommand(SessionSql.IsLive)
                    .With(token.SessionId)
                    .With(token.UserId)
                    .With(token.Entitlements.Versions.ToArray());
                return await command.ExecuteScalarAsync(stop) is true;
            },
            ct
        );

    private async Task<RefreshAttempt> TryRefreshAsync(RefreshToken token, RequestOrigin origin, CancellationToken ct)
    {
        await using var command = throttle
            .BindRefresh(source.CreateCommand(RefreshSql.Refresh), origin)
            .With(token.SessionId)
            .With(token.Generation)
            .With(token.Salt)
            .With(options.Value.RefreshLeeway)
            .With(options.Value.IdleLifetime);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        if (!reader.IsDBNull(0))
        {
            var refused = new RefreshAttempt(reader.GetTimeSpan(0), RefreshOutcome.Throttled, null);
            await throttle.NoteAsync(reader, reader.GetBoolean(7), ct);
            return refused;
        }
        if (reader.IsDBNull(1))
            return new RefreshAttempt(null, CauseOf(reader.GetString(6)), null);
        if (reader.GetBoolean(4))
        {
            await reader.FinishAsync(ct);
            audit.Wrote(AuditAction.Refresh, AuditOutcome.ReuseDetected);
            return new RefreshAttempt(null, RefreshOutcome.ReuseDetected, null);
        }
        var next = token with { Generation = reader.GetInt32(2) };
        return new RefreshAttempt(
            null,
            reader.GetInt16(3) == 0 ? RefreshOutcome.Rotated : RefreshOutcome.Replayed,
            new SessionGrant(reader.GetGuid(1), next, reader.GetTimeSpan(5), reader.GetEntitlements(8))
        );
    }

    private static RefreshOutcome CauseOf(string cause) =>
        cause switch
        {
            RefreshSql.Expired => RefreshOutcome.Expired,
            RefreshSql.Revoked => RefreshOutcome.Revoked,
            RefreshSql.Exhausted => RefreshOutcome.Exhausted,
            RefreshSql.Unknown => RefreshOutcome.Unknown,
            _ => throw new InvalidOperationException($"The cause {cause} is unknown."),
        };

    /// <summary>Whether the statement, whose inserts are entries about the sessions that it ended, ended any.</summary>
    private async Task<bool> EndsAsync(NpgsqlCommand command, string action, CancellationToken ct)
    {
        var ended = await command.ExecuteNonQueryAsync(ct);
        audit.Wrote(action, AuditOutcome.Succeeded, ended);
        return ended > 0;
    }

    /// <summary>The six parameters with which every statement begins that ends sessions.</summary>
    private NpgsqlParameterCollection BindEnd(
        NpgsqlParameterCollection parameters,
        string action,
        string reason,
        RequestOrigin origin
    ) => parameters.With(Guid.CreateVersion7(time.GetUtcNow())).WithText(action).WithOrigin(origin).WithText(reason);

    private static SessionDetails ReadDetails(NpgsqlDataReader reader) =>
        new(
            reader.GetGuid(0),
            reader.GetFieldValue<DateTimeOffset>(1),
            reader.GetFieldValue<DateTimeOffset>(2),
            reader.IsDBNull(3) ? null : reader.GetFieldValue<IPAddress>(3),
            reader.IsDBNull(4) ? null : reader.GetString(4)
        );
}
