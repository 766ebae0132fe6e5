using System.Threading.RateLimiting;
using Enterprise.Api.Http;
using Enterprise.Application.Limits;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Common;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Limits;

/// <summary>
/// Lets so many requests be at work at a time, a few more wait for a short time, first come, first served, and refuses the others at
/// once. Those that hash a password also need one of fewer places, for which nobody waits: a thousand logins at once
/// leave the other places, and the database, to everybody else.
/// </summary>
internal sealed class Concurrency(
    RequestDelegate next,
    ProblemWriter problems,
    Places places,
    LimitMetrics metrics,
    Deadlines deadlines,
    IOptions<LimitOptions> options
)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!context.IsBounded())
            return next(context);
        return context.Has<HashesPasswordAttribute>() ? HashAsync(context) : WorkAsync(context);
    }

    private async Task HashAsync(HttpContext context)
    {
        using var place = places.Passwords.AttemptAcquire();
        if (place.IsAcquired)
            await WorkAsync(context);
        else
            await RefuseAsync(context, RequestLimit.Passwords, PasswordFailures.Busy);
    }

    private async Task WorkAsync(HttpContext context)
    {
        using var place = await TakeAsync(context.RequestAborted);
        if (place.IsAcquired)
            await next(context);
        else
            await RefuseAsync(context, RequestLimit.Concurrency, RequestFailures.Overloaded);
    }

    /// <summary>Who waits and goes away, or waits too long, leaves the queue.</summary>
    private async ValueTask<RateLimitLease> TakeAsync(CancellationToken gone)
    {
        var place = places.All.AttemptAcquire();
        if (place.IsAcquired)
            return place;
        using var deadline = deadlines.Start(options.Value.QueueTime, gone);
        try
        {
            return await places.All.AcquireAsync(1, deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.HasExpired)
        {
            return place;
        }
    }

    private Task RefuseAsync(HttpContext context, RequestLimit limit, Failure failure)
    {
        metrics.Refused(limit);
        return problems.WriteAsync(context, ProblemCatalogue.From(failure));
    }
}
