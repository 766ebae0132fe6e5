using System.Threading.RateLimiting;
using Enterprise.Api.Edge;
using Enterprise.Application.Passwords;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Limits;

/// <summary>
/// The places of an instance: for all requests, for those that hash a password, and for large bodies that are waited for. The framework's limiter is first come, first
/// served, and forgets who goes away.
/// </summary>
internal sealed class Places(
    IOptions<LimitOptions> limits,
    IOptions<PasswordOptions> passwords,
    IOptions<ServerLimitOptions> server
) : IDisposable
{
    /// <summary>Memory for all large bodies together, each taken for the largest there may be.</summary>
    private const long LargeBodyBytes = 32 << 20;

    public ConcurrencyLimiter All { get; } = New(limits.Value.ConcurrentRequests, limits.Value.QueuedRequests);

    public ConcurrencyLimiter Passwords { get; } =
        New(limits.Value.CredentialPlaces(passwords.Value.Permits), queue: 0);

    public ConcurrencyLimiter LargeBodies { get; } =
        New((int)Math.Max(1, LargeBodyBytes / server.Value.BodyBytes), queue: 0);

    /// <summary>Requests that wait for a place.</summary>
    public long Waiting => All.GetStatistics()?.CurrentQueuedCount ?? 0;

    public void Dispose()
    {
        All.Dispose();
        Passwords.Dispose();
        LargeBodies.Dispose();
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
