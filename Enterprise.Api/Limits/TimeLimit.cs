using Enterprise.Api.Http;
using Enterprise.Application.Limits;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Limits;

/// <summary>
/// Gives a request its time: what works for it is told to stop when the time is up, down to the database, and the client gets 504. What is
/// past a point of no return is not told, and goes on.
/// </summary>
internal sealed class TimeLimit(
    RequestDelegate next,
    ProblemWriter problems,
    LimitMetrics metrics,
    Deadlines deadlines,
    IOptions<LimitOptions> options
)
{
    private enum End
    {
        InTime,
        Late,
        Cut,
    }

    public Task InvokeAsync(HttpContext context) => context.IsBounded() ? LimitAsync(context) : next(context);

    private async Task LimitAsync(HttpContext context)
    {
        var end = await RunAsync(context);
        if (end == End.InTime)
            return;
        metrics.Refused(RequestLimit.Time);
        if (end == End.Cut)
            return;
        if (context.Response.HasStarted)
            context.Abort();
        else
            await problems.WriteAsync(context, ProblemCatalogue.TimedOut);
    }

    /// <summary>A route may have more time than others, never less.</summary>
    private TimeSpan TimeOf(HttpContext context)
    {
        var all = options.Value.RequestTime;
        return context.GetEndpoint()?.Metadata.GetMetadata<TimeLimitAttribute>()?.Time is { } own && own > all
            ? own
            : all;
    }

    private async Task<End> RunAsync(HttpContext context)
    {
        using var time = new RequestTime(context, deadlines.Start(TimeOf(context), context.RequestAborted));
        try
        {
            await next(context);
            return time.IsCut ? End.Cut : End.InTime;
        }
        catch (OperationCanceledException) when (time.HasExpired)
        {
            return End.Late;
        }
        // It looks as if the client had gone.
        catch (Exception exception) when (time.IsCut && exception is (OperationCanceledException or IOException))
        {
            return End.Cut;
        }
    }
}
