using Enterprise.Application.Abstractions;
using Enterprise.Application.Sessions.Keys;
using Microsoft.Extensions.Hosting;

namespace Enterprise.Application.Health;

/// <summary>Whether this instance should get requests: judged by what is known, without asking anyone.</summary>
public sealed class InstanceHealth(
    IDatabaseState database,
    SigningKeys keys,
    InstanceLife life,
    IHostApplicationLifetime lifetime,
    TimeProvider time
)
{
    public HealthFindings Look() =>
        new(
            life.HasStarted,
            database.IsReachable,
            database.PendingMigrations is 0,
            keys.Active is { CanSign: true } active && active.IsGoodAt(time.GetUtcNow()),
            !life.IsDraining && !lifetime.ApplicationStopping.IsCancellationRequested
        );
}
