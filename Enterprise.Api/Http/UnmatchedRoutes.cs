namespace Enterprise.Api.Http;

/// <summary>
/// Answers what no route takes before anyone has to have a token: 404, or the 405 and 415 that routing found. The fallback
/// policy, which denies, would otherwise answer 401 to a route that does not exist. It stands behind the limits, which hold for
/// such requests too; no token is read for them.
/// </summary>
internal sealed class UnmatchedRoutes(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        switch (context.GetEndpoint())
        {
            case null:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            case RouteEndpoint:
                return next(context);
            case var refusal:
                return RefuseAsync(context, refusal.RequestDelegate!);
        }
    }

    private static async Task RefuseAsync(HttpContext context, RequestDelegate refusal)
    {
        await refusal(context);
        // Routing knows nothing of HEAD, which goes wherever GET does.
        if (context.Response.Headers.Allow is [var allowed] && allowed?.Split(", ").Contains(HttpMethods.Get) is true)
            context.Response.Headers.Allow = $"{allowed}, {HttpMethods.Head}";
    }
}
