using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Enterprise.Api.Http;

/// <summary>
/// Lets an action read a larger body than others, up to the length that was announced. Where none was, the server counts the frames of chunks
/// too (RFC 9112 section 7.1), so that it leaves room for them, and the action has to count what is in them.
/// </summary>
/// <param name="bytes">The largest body.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BodyLimitAttribute(long bytes) : Attribute, IResourceFilter
{
    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        // A server without limits has no such feature.
        if (context.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = context.HttpContext.Request.ContentLength is null ? bytes + (bytes / 4) : bytes;
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
        // The limit goes with the request.
    }
}
