using Microsoft.Net.Http.Headers;

namespace Enterprise.Api.Lifecycle;

/// <summary>
/// Once <see cref="Listeners"/> are closed, says with each answer that its connection ends with it (RFC 9112 section 9.6), so that the client sends its
/// next request elsewhere instead of losing it.
/// </summary>
internal sealed class LastAnswers(RequestDelegate next, Listeners listeners)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (listeners.AreClosed)
            context.Response.Headers[HeaderNames.Connection] = "close";
        return next(context);
    }
}
