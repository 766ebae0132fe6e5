using Enterprise.Api.Authentication;
using Enterprise.Api.Http;
using Enterprise.Application.Limits;
using Enterprise.Domain.Common;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Limits;

/// <summary>
/// Token buckets: one for each client, which is the user where somebody signed in and the network otherwise, and one for the instance. What
/// its client's bucket refuses takes nothing from the instance's, so that one who floods uses up nobody else's.
/// </summary>
internal sealed class RateLimits
{
    /// <summary>Clients that are told apart; 2 MiB.</summary>
    private const int Capacity = 1 << 16;

    private readonly RequestDelegate next;
    private readonly ProblemWriter problems;
    private readonly LimitMetrics metrics;
    private readonly ClientKeys keys = new();
    private readonly BucketTable clients;
    private readonly CellRate instance;
    private readonly RateLimitFields clientFields;
    private readonly RateLimitFields instanceFields;
    private long instanceFullAt;

    public RateLimits(
        RequestDelegate next,
        ProblemWriter problems,
        LimitMetrics metrics,
        IOptions<LimitOptions> options,
        TimeProvider time
    )
    {
        this.next = next;
        this.problems = problems;
        this.metrics = metrics;
        var limits = options.Value;
        var rate = new CellRate(limits.RequestsPerSecondPerClient, limits.BurstPerClient, time);
        clients = new BucketTable(rate, Capacity, time);
        instance = new CellRate(limits.RequestsPerSecond, limits.RequestsPerSecond, time);
        clientFields = new RateLimitFields("client", rate);
        instanceFields = new RateLimitFields("instance", instance);
    }

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Has<UnlimitedAttribute>())
            return next(context);
        var client = clients.Take(KeyOf(context));
        clientFields.Write(context.Response, client.Remaining);
        if (!client.IsGranted)
            return RefuseAsync(context, RequestLimit.Client, RequestFailures.TooMany(client.Wait));
        var all = instance.Take(ref instanceFullAt);
        if (all.IsGranted)
            return next(context);
        // Of the instance a client hears only when it is why they are refused.
        instanceFields.Write(context.Response, all.Remaining);
        return RefuseAsync(context, RequestLimit.Instance, RequestFailures.Overloaded with { RetryAfter = all.Wait });
    }

    private Task RefuseAsync(HttpContext context, RequestLimit limit, Failure failure)
    {
        metrics.Refused(limit);
        return problems.WriteAsync(context, ProblemCatalogue.From(failure));
    }

    private ulong KeyOf(HttpContext context) =>
        context.User.Identity is CallerIdentity identity
            ? keys.OfUser(identity.Caller.UserId)
            : keys.OfNetwork(context.Connection.RemoteIpAddress);
}
