using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Sessions;
using Enterprise.Persistence.Database;
using Enterprise.Persistence.Roles;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Npgsql;
using LockoutOptions = Enterprise.Application.Sessions.LockoutOptions;

namespace Enterprise.Persistence.Sessions;

internal sealed class LoginStore(
    NpgsqlDataSource source,
    CredentialThrottle throttle,
    ILookupNormalizer normalizer,
    IOptions<LockoutOptions> lockout,
    IOptions<SessionOptions> options,
    TimeProvider time
) : ILoginStore
{
    public async Task<LoginAttempt> BeginLoginAsync(LoginKeys keys, RequestOrigin origin, CancellationToken ct)
    {
        if (throttle.Buckets.TakePassword(origin) is { } here)
            return Refused(here);
        await using var command = throttle
            .Bind(source.CreateCommand(LoginSql.Begin), origin)
            .With(keys.Account)
            .With(lockout.Value.Duration)
            .With(lockout.Value.MaxFailures)
            .WithText(normalizer.NormalizeEmail(keys.Email.Value));
        await using var reader = await Retry.OnceAsync(() => command.ExecuteReaderAsync(ct));
        await reader.ReadAsync(ct);
        if (reader.IsDBNull(0))
            return new LoginAttempt(
                null,
                reader.GetInt32(1),
                lockout.Value.MaxFailures,
                reader.IsDBNull(2) ? null : ReadAccount(reader)
            );
        var wait = reader.GetTimeSpan(0);
        throttle.Buckets.RefusedPassword(origin, wait);
        return Refused(wait);
    }

    private LoginAttempt Refused(TimeSpan wait) => new(wait, 0, lockout.Value.MaxFailures, null);

    public async Task ReturnAttemptAsync(LoginKeys keys, CancellationToken ct)
    {
        await using var command = source.CreateCommand(LoginSql.ReturnAttempt).With(keys.Account);
        await Retry.OnceAsync(() => command.ExecuteNonQueryAsync(ct));
    }

    public async Task<SessionGrant?> OpenAsync(
        NewSession session,
        LoginKeys keys,
        RequestOrigin origin,
        CancellationToken ct
    )
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
            .With(keys.Account)
            .With(NewId())
            .WithOrigin(origin);
        return await Retry.OnceAsync(async () =>
        {
            await using var reader = await batch.ExecuteReaderAsync(ct);
            await reader.NextResultAsync(ct);
            return await reader.ReadAsync(ct)
                ? new SessionGrant(session.UserId, session.First, reader.GetTimeSpan(0), reader.GetEntitlements(1))
                : null;
        });
    }

    public async Task RecordFailureAsync(
        LoginAttempt attempt,
        string action,
        string outcome,
        RequestOrigin origin,
        CancellationToken ct
    )
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
        await Retry.OnceAsync(() => command.ExecuteNonQueryAsync(ct));
    }

    private static LoginAccount ReadAccount(NpgsqlDataReader reader) =>
        new(reader.GetGuid(2), reader.GetString(3), reader.GetString(4), reader.GetBoolean(5));

    private Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());
}
