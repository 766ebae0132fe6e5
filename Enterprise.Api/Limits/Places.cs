using System.Threading.RateLimiting;
using Enterprise.Application.Passwords;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Limits;

/// <summary>
/// The places of an instance, for all requests and for those that hash a password. The framework's limiter is first come, first
/// served, and forgets who goes away.
/// </summary>
internal sealed class Places(IOptions<LimitOptions> limits, IOptions<PasswordOptions> passwords) : IDisposable
{
    public ConcurrencyLimiter All { get; } = New(limits.Value.ConcurrentRequests, limits.Value.QueuedRequests);

    public ConcurrencyLimiter Passwords { get; } =
        New(limits.Value.CredentialPlaces(passwords.Value.Permits), queue: 0);

    /// <summary>Requests that wait for a place.</summary>
    public long Waiting => All.GetStatistics()?.CurrentQueuedCount ?? 0;

    public void Dispose()
    {
        All.Dispose();
        Passwords.Dispose();
    }

    private static ConcurrencyLimiter New(int permits, int queue) =>
        new(
            new ConcurrencyLimiterOptions
            {
                PermitLimit = permits,
                QueueLimit = queue,
                QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            }
        );
}
