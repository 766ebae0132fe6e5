using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Sessions;
using Enterprise.Persistence.Database;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Enterprise.Persistence.Sessions;

internal sealed class CredentialThrottle(
    NpgsqlDataSource source,
    DatabaseGate database,
    LoginFingerprints fingerprints,
    CredentialBuckets buckets,
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
                        return await command.ExecuteScalarAsync(token) is TimeSpan wait ? wait : (TimeSpan?)null;
                    },
                    stop
                ),
            wait => wait,
            ct
        );

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
