using Enterprise.Api.Http;

namespace Enterprise.Api.Logging;

/// <summary>One line a request: method, route, status and how long it took; never the path, which may hold personal data.</summary>
internal sealed class AccessLog(RequestDelegate next, TimeProvider time, ILogger<AccessLog> logger)
{
    private static readonly EventId Event = new(1010, "Request");

    public async Task InvokeAsync(HttpContext context)
    {
        var start = time.GetTimestamp();
        var hasEnded = false;
        try
        {
            await next(context);
            hasEnded = true;
        }
        finally
        {
            if (logger.IsEnabled(LogLevel.Information))
                Write(context, time.GetElapsedTime(start), hasEnded ? null : ProblemCatalogue.ServerError.Code);
        }
    }

    private void Write(HttpContext context, TimeSpan elapsed, string? failure)
    {
        var line = new AccessLogLine(
            MethodNames.Of(context),
            RouteNames.Of(context),
            context.Response.StatusCode,
            elapsed.TotalMilliseconds,
            // What fails when its answer has begun has no problem document.
            context.Features.Get<Problem>()?.Code
                ?? failure
        );
        logger.Log(LogLevel.Information, Event, line, null, static (line, _) => line.ToString());
    }
}
