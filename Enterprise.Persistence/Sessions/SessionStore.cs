using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Sessions;
using Enterprise.Persistence.Database;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Npgsql;
using LockoutOptions = Enterprise.Application.Sessions.LockoutOptions;

namespace Enterprise.Persistence.Sessions;

internal sealed class SessionStore(
    NpgsqlDataSource source,
    CredentialThrottle throttle,
    ILookupNormalizer normalizer,
    IOptions<LockoutOptions> lockout,
    IOptions<SessionOptions> options,
    TimeProvider time
) : ISessionStore
{
    public async Task<LoginAttempt> BeginLoginAsync(LoginKeys keys, RequestOrigin origin, CancellationToken ct)
    {
        await using var command = throttle
            .Bind(source.CreateCommand(LoginSql.Begin), origin)
            .With(keys.Account)
            .With(lockout.Value.Duration)
            .With(lockout.Value.MaxFailures)
            .WithText(normalizer.NormalizeEmail(keys.Email.Value));
        await using var reader = await Retry.OnceAsync(() => command.ExecuteReaderAsync(ct));
        await reader.ReadAsync(ct);
        return new LoginAttempt(
            reader.IsDBNull(0) ? null : reader.GetTimeSpan(0),
            reader.GetInt32(1),
            lockout.Value.MaxFailures,
            reader.IsDBNull(2) ? null : ReadAccount(reader)
        );
    }

    public async Task ReturnAttemptAsync(LoginKeys keys, CancellationToken ct)
    {
        await using var command = source.CreateCommand(LoginSql.ReturnAttempt).With(keys.Account);
        await Retry.OnceAsync(() => command.ExecuteNonQueryAsync(ct));
    }

    public async Task<bool> OpenAsync(NewSession session, LoginKeys keys, RequestOrigin origin, CancellationToken ct)
    {
        await using var command = source
            .CreateCommand(LoginSql.Open)
            .With(session.Id)
            .With(session.UserId)
            .WithText(session.SecurityStamp)
            .WithText(session.RenewedPasswordHash)
            .With(session.Salt)
            .With(NewSession.FirstGeneration)
            .With(options.Value.IdleLifetime)
            .With(options.Value.AbsoluteLifetime)
            .With(keys.Account)
            .With(NewId())
            .WithOrigin(origin);
        return await Retry.OnceAsync(() => command.ExecuteScalarAsync(ct)) is true;
    }

    public async Task RecordFailureAsync(
        LoginAttempt attempt,
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
            .WithOrigin(origin);
        await Retry.OnceAsync(() => command.ExecuteNonQueryAsync(ct));
    }

    private static LoginAccount ReadAccount(NpgsqlDataReader reader) =>
        new(
            reader.GetGuid(2),
            reader.GetString(3),
            reader.GetString(4),
            reader.GetBoolean(5),
            reader.GetFieldValue<string[]>(6),
            reader.GetFieldValue<string[]>(7)
        );

    private Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());
}
