using Microsoft.Net.Http.Headers;

namespace Enterprise.Api.Edge;

/// <summary>
/// Tells caches that an answer depends on who asks (RFC 9110 section 12.5.5), also where nobody did or the wrong one. The framework says so
/// only to origins that it lets in, and a cached answer to another one would keep them out.
/// </summary>
internal sealed class VaryByOrigin(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        // As it begins, because the framework's middleware puts its own there.
        context.Response.OnStarting(
            static state =>
            {
                var headers = ((HttpContext)state).Response.Headers;
                if (!headers.GetCommaSeparatedValues(HeaderNames.Vary).Contains(HeaderNames.Origin))
                    headers.Append(HeaderNames.Vary, HeaderNames.Origin);
                return Task.CompletedTask;
            },
            context
        );
        return next(context);
    }
}
