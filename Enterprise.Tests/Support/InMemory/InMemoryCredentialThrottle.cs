using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Sessions;
using Enterprise.Domain.Audit;

namespace Enterprise.Tests.Support.InMemory;

/// <summary>The generic cell rate algorithm, as the real one has it.</summary>
internal sealed class InMemoryCredentialThrottle(World world, CredentialLimitOptions limits) : ICredentialThrottle
{
    private readonly Dictionary<string, (DateTimeOffset AheadUntil, bool IsRefused)> allowances = [];

    public Task<TimeSpan?> TakeAsync(RequestOrigin origin, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (world.Gate)
            return Task.FromResult(Take(origin));
    }

    /// <summary>Under the world's lock.</summary>
    public TimeSpan? Take(RequestOrigin origin)
    {
        var now = world.Now;
        var (ahead, refused) = allowances.GetValueOrDefault(origin.Network, (now, false));
        if (ahead <= now + limits.Burst)
        {
            allowances[origin.Network] = ((ahead > now ? ahead : now) + limits.Interval, false);
            return null;
        }
        if (!refused)
            world.Record(AuditAction.Throttle, AuditOutcome.Refused, null, null, origin);
        allowances[origin.Network] = (ahead, true);
        return ahead - now - limits.Burst;
    }
}
