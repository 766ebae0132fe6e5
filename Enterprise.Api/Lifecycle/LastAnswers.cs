using Enterprise.Application.Health;
using Microsoft.Net.Http.Headers;

namespace Enterprise.Api.Lifecycle;

/// <summary>
/// Once <see cref="Listeners"/> are closed, says with each answer that its connection ends with it (RFC 9112 section 9.6), so that the client sends its
/// next request elsewhere instead of losing it.
/// </summary>
internal sealed class LastAnswers(RequestDelegate next, InstanceLife life, Listeners listeners)
{
    public Task InvokeAsync(HttpContext context)
    {
        // Decided when the answer begins: what is asked before they close may be answered after that.
        if (life.IsDraining)
            context.Response.OnStarting(SayAsync, context.Response.Headers);
        return next(context);
    }

    private Task SayAsync(object headers)
    {
        if (listeners.AreClosed)
            ((IHeaderDictionary)headers)[HeaderNames.Connection] = "close";
        return Task.CompletedTask;
    }
}
