using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Sessions;
using Enterprise.Persistence.Database;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Enterprise.Persistence.Sessions;

internal sealed class CredentialThrottle(
    NpgsqlDataSource source,
    LoginFingerprints fingerprints,
    CredentialBuckets buckets,
    IOptions<CredentialLimitOptions> limits,
    TimeProvider time
) : ICredentialThrottle
{
    /// <summary>Asked before every statement that takes from an allowance, and told what the statement said.</summary>
    public CredentialBuckets Buckets => buckets;

    public async Task<TimeSpan?> TakeAsync(RequestOrigin origin, CancellationToken ct)
    {
        if (buckets.TakePassword(origin) is { } here)
            return here;
        await using var command = Bind(source.CreateCommand(LoginSql.Take), origin);
        if (await Retry.OnceAsync(() => command.ExecuteScalarAsync(ct)) is not TimeSpan wait)
            return null;
        buckets.RefusedPassword(origin, wait);
        return wait;
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
