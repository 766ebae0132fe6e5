using System.Net;
using Enterprise.Application;
using Enterprise.Application.Abstractions;
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
    CredentialThrottle throttle,
    IOptions<SessionOptions> options,
    TimeProvider time
) : ISessionStore
{
    public async Task<RefreshAttempt> RefreshAsync(RefreshToken token, RequestOrigin origin, CancellationToken ct)
    {
        if (throttle.Buckets.TakeRefresh(origin) is { } here)
            return new RefreshAttempt(here, RefreshOutcome.Refused, null);
        await using var command = throttle
            .BindRefresh(source.CreateCommand(RefreshSql.Refresh), origin)
            .With(token.SessionId)
            .With(token.Generation)
            .With(token.Salt)
            .With(options.Value.RefreshLeeway)
            .With(options.Value.IdleLifetime);
        // Where every second use ends the session, so would a repetition of ours.
        await using var reader =
            options.Value.RefreshLeeway > TimeSpan.Zero
                ? await Retry.IdempotentAsync(() => command.ExecuteReaderAsync(ct))
                : await Retry.OnceAsync(() => command.ExecuteReaderAsync(ct));
        await reader.ReadAsync(ct);
        if (!reader.IsDBNull(0))
        {
            var wait = reader.GetTimeSpan(0);
            throttle.Buckets.RefusedRefresh(origin, wait);
            return new RefreshAttempt(wait, RefreshOutcome.Refused, null);
        }
        if (reader.IsDBNull(1))
            return new RefreshAttempt(null, RefreshOutcome.Refused, null);
        if (reader.GetBoolean(4))
            return new RefreshAttempt(null, RefreshOutcome.Reused, null);
        var next = token with { Generation = reader.GetInt32(2) };
        return new RefreshAttempt(
            null,
            reader.GetInt16(3) == 0 ? RefreshOutcome.Rotated : RefreshOutcome.Replayed,
            new SessionGrant(reader.GetGuid(1), next, reader.GetTimeSpan(5), reader.GetEntitlements(6))
        );
    }

    public async Task<bool> EndAsync(RefreshToken token, RequestOrigin origin, CancellationToken ct)
    {
        await using var command = source.CreateCommand(SessionSql.EndByToken);
        BindEnd(command.Parameters, AuditAction.Logout, SessionEnd.Logout, origin)
            .With(token.SessionId)
            .With(token.Salt);
        return await Retry.IdempotentAsync(() => command.ExecuteNonQueryAsync(ct)) > 0;
    }

    public async Task<bool> EndAsync(Guid userId, Guid sessionId, RequestOrigin origin, CancellationToken ct)
    {
        await using var command = source.CreateCommand(SessionSql.EndOne);
        BindEnd(command.Parameters, AuditAction.EndSession, SessionEnd.EndedByOwner, origin)
            .With(sessionId)
            .With(userId);
        return await Retry.OnceAsync(() => command.ExecuteNonQueryAsync(ct)) > 0;
    }

    public async Task<IReadOnlyList<Guid>> EndAllAsync(Guid userId, RequestOrigin origin, CancellationToken ct)
    {
        await using var batch = source.CreateBatch();
        batch.Add(SessionSql.LockUser).With(userId);
        BindEnd(batch.Add(SessionSql.EndAll), AuditAction.LogoutAll, SessionEnd.LogoutAll, origin).With(userId);
        return await Retry.IdempotentAsync(async () =>
        {
            // Read in here: what befalls the second statement is told when the first one is read to its end.
            await using var reader = await batch.ExecuteReaderAsync(ct);
            await reader.NextResultAsync(ct);
            return await reader.ReadIdsAsync(ct);
        });
    }

    public async Task<IReadOnlyList<SessionDetails>> ListAsync(Guid userId, int limit, CancellationToken ct)
    {
        await using var command = source.CreateCommand(SessionSql.List).With(userId).With(limit);
        await using var reader = await Retry.IdempotentAsync(() => command.ExecuteReaderAsync(ct));
        List<SessionDetails> sessions = [];
        while (await reader.ReadAsync(ct))
            sessions.Add(ReadDetails(reader));
        return sessions;
    }

    public async Task<bool> IsLiveAsync(AccessToken token, CancellationToken ct)
    {
        await using var command = source
            .CreateCommand(SessionSql.IsLive)
            .With(token.SessionId)
            .With(token.UserId)
            .With(token.Entitlements.Versions.ToArray());
        return await Retry.IdempotentAsync(() => command.ExecuteScalarAsync(ct)) is true;
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
