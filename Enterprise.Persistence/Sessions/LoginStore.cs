using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Audit;
using Enterprise.Application.Sessions;
using Enterprise.Domain.Audit;
using Enterprise.Persistence.Database;
using Enterprise.Persistence.Roles;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Npgsql;
using LockoutOptions = Enterprise.Application.Sessions.LockoutOptions;

namespace Enterprise.Persistence.Sessions;

internal sealed class LoginStore(
    NpgsqlDataSource source,
    DatabaseGate database,
    CredentialThrottle throttle,
    ILookupNormalizer normalizer,
    AuditMetrics audit,
    IOptions<LockoutOptions> lockout,
    IOptions<SessionOptions> options,
    TimeProvider time
) : ILoginStore
{
    public Task<LoginAttempt> BeginLoginAsync(LoginKeys keys, RequestOrigin origin, CancellationToken ct) =>
        throttle.Buckets.PasswordAsync(
            origin,
            wait => new LoginAttempt(wait, 0, lockout.Value.MaxFailures, null),
            // After a crash of the server, an attempt that counts twice is the lesser evil beside a failure.
            stop => database.IdempotentAsync(token => TryBeginAsync(keys, origin, token), stop),
            attempt => attempt.Wait,
            ct
        );

    public Task ReturnAttemptAsync(LoginAttempt attempt, LoginKeys keys, CancellationToken ct) =>
        database.OnceAsync(
            async token =>
            {
                await using var command = source
                    .CreateCommand(LoginSql.ReturnAttempt)
                    .With(keys.Account)
                    .With(attempt.IsCounted)
                    .With(keys.Strangers)
                    .With(attempt.IsCountedAsStranger);
                return await command.ExecuteNonQueryAsync(token);
            },
            ct
        );

    public Task<SessionGrant?> OpenAsync(
        NewSession session,
        ProvedAccount proved,
        RequestOrigin origin,
        CancellationToken ct
    ) =>
        database.OnceAsync(
            async token =>
            {
                await using var batch = source.CreateBatch();
                batch.Add(SessionSql.LockUser).With(session.UserId);
                batch
                    .Add(LoginSql.Open)
                    .With(session.Id)
                    .With(session.UserId)
                    .WithText(session.SecurityStamp)
                    .WithText(session.RenewedPasswordHash)
                    .With(session.First.Salt)
                    .With(session.First.Generation)
                    .With(options.Value.IdleLifetime)
                    .With(options.Value.AbsoluteLifetime)
                    .With(NewId())
                    .WithOrigin(origin)
                    .WithSuccess(proved, lockout.Value);
                await using var reader = await batch.ExecuteReaderAsync(token);
                await reader.NextResultAsync(token);
                var grant = await reader.ReadAsync(token)
                    ? new SessionGrant(session.UserId, session.First, reader.GetTimeSpan(0), reader.GetEntitlements(1))
                    : null;
                await reader.FinishAsync(token);
                audit.Wrote(AuditAction.Login, grant is null ? AuditOutcome.Refused : AuditOutcome.Succeeded);
                return grant;
            },
            ct
        );

    public Task RecordFailureAsync(
        LoginAttempt attempt,
        string action,
        string outcome,
        RequestOrigin origin,
        CancellationToken ct
    ) =>
        database.OnceAsync(
            async token =>
            {
                await using var command = source
                    .CreateCommand(LoginSql.RecordFailure)
                    .With(NewId())
                    .WithText(outcome)
                    .With(NewId())
                    .With(attempt.IsLast)
                    .WithId(attempt.Account?.UserId)
                    .WithOrigin(origin)
                    .WithText(action);
                var written = await command.ExecuteNonQueryAsync(token);
                audit.Wrote(action, outcome);
                if (attempt.IsLast)
                    audit.Wrote(AuditAction.Lockout, AuditOutcome.LockedOut);
                return written;
            },
            ct
        );

    private async Task<LoginAttempt> TryBeginAsync(LoginKeys keys, RequestOrigin origin, CancellationToken ct)
    {
        await using var command = throttle
            .Bind(source.CreateCommand(LoginSql.Begin), origin)
            .With(keys.Account)
            .With(lockout.Value.Duration)
            .With(lockout.Value.MaxFailures)
            .WithText(normalizer.NormalizeEmail(keys.Email.Value))
            .With(keys.Strangers)
            .With(lockout.Value.MaxFailuresOfStrangers);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var attempt = new LoginAttempt(
            reader.IsDBNull(0) ? null : reader.GetTimeSpan(0),
            reader.GetInt32(1),
            lockout.Value.MaxFailures,
            reader.IsDBNull(2) ? null : ReadAccount(reader)
        )
        {
            StrangerFailures = reader.GetInt32(6),
            MaxStrangerFailures = lockout.Value.MaxFailuresOfStrangers,
        };
        await throttle.NoteAsync(reader, reader.GetBoolean(7), ct);
        return attempt;
    }

    private static LoginAccount ReadAccount(NpgsqlDataReader reader) =>
        new(reader.GetGuid(2), reader.GetString(3), reader.GetString(4), reader.GetBoolean(5));

    private Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());
}
