namespace Enterprise.Api.Http;

/// <summary>
/// Answers what no route takes before anyone is asked for a token: 404, or the 405 and 415 that routing found. The fallback
/// policy, which denies, would otherwise answer 401 to a route that does not exist.
/// </summary>
internal sealed class UnmatchedRoutes(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        // Methods are case-sensitive (RFC 9110 section 9.1); routing is not.
        if (context.Request.Method.AsSpan().ContainsAnyInRange('a', 'z'))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        }
        switch (context.GetEndpoint())
        {
            case null:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            case RouteEndpoint:
                return next(context);
            case var refusal:
                return refusal.RequestDelegate!(context);
        }
    }
}
