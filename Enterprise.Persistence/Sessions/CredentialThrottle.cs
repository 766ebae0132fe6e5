using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Audit;
using Enterprise.Application.Sessions;
using Enterprise.Domain.Audit;
using Enterprise.Persistence.Database;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Enterprise.Persistence.Sessions;

internal sealed class CredentialThrottle(
    NpgsqlDataSource source,
    DatabaseGate database,
    LoginFingerprints fingerprints,
    CredentialBuckets buckets,
    AuditMetrics audit,
    IOptions<CredentialLimitOptions> limits,
    TimeProvider time
) : ICredentialThrottle
{
    /// <summary>In front of every statement that takes from an allowance.</summary>
    public CredentialBuckets Buckets => buckets;

    public Task<TimeSpan?> TakeAsync(RequestOrigin origin, CancellationToken ct) =>
        buckets.PasswordAsync<TimeSpan?>(
            origin,
            wait => wait,
            // After a crash of the server, one that is taken twice is the lesser evil beside a failure.
            stop =>
                database.IdempotentAsync(
                    async token =>
                    {
                        await using var command = Bind(source.CreateCommand(LoginSql.Take), origin);
                        await using var reader = await command.ExecuteReaderAsync(token);
                        await reader.ReadAsync(token);
                        TimeSpan? wait = reader.IsDBNull(0) ? null : reader.GetTimeSpan(0);
                        await NoteAsync(reader, reader.GetBoolean(1), token);
                        return wait;
                    },
                    stop
                ),
            wait => wait,
            ct
        );

    /// <summary>Counts the entry that the first refusal of an allowance is, at the end of its statement.</summary>
    public async Task NoteAsync(NpgsqlDataReader reader, bool isFirstRefusal, CancellationToken ct)
    {
        if (!isFirstRefusal)
            return;
        await reader.FinishAsync(ct);
        audit.Wrote(AuditAction.Throttle, AuditOutcome.Refused);
    }

    /// <summary>The seven parameters with which every statement begins that takes from a network's allowance of passwords.</summary>
    public NpgsqlCommand Bind(NpgsqlCommand command, RequestOrigin origin) =>
        Bind(command, fingerprints.Network(origin.Network), origin);

    /// <summary>The same for its allowance of refreshes.</summary>
    public NpgsqlCommand BindRefresh(NpgsqlCommand command, RequestOrigin origin) =>
        Bind(command, fingerprints.RefreshingNetwork(origin.Network), origin);

    private NpgsqlCommand Bind(NpgsqlCommand command, byte[] network, RequestOrigin origin) =>
        command
            .With(network)
            .With(limits.Value.Interval)
            .With(limits.Value.Burst)
            .With(Guid.CreateVersion7(time.GetUtcNow()))
            .WithOrigin(origin);
}
