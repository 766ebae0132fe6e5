namespace Enterprise.Api.Edge;

/// <summary>
/// Answers <c>HEAD</c> as <c>GET</c> without its body (RFC 9110 section 9.3.2), on every route at once: routing and all behind it see a
/// <c>GET</c>, and what they write goes nowhere. The server itself knows what was asked, and keeps the connection in step. Compared
/// with its case, unlike the framework does: what is no method must not become one.
/// </summary>
internal sealed class HeadRequests(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Method != HttpMethods.Head)
        {
            await next(context);
            return;
        }
        var body = context.Response.Body;
        context.Request.Method = HttpMethods.Get;
        context.Response.Body = Stream.Null;
        try
        {
            await next(context);
        }
        finally
        {
            // For the log and the meters.
            context.Response.Body = body;
            context.Request.Method = HttpMethods.Head;
        }
    }
}
