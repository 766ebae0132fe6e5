using System.Buffers;
using Enterprise.Application;

namespace Enterprise.Api.Http;

/// <summary>
/// Gives every request an id: the client's <c>x-request-id</c> where it is sane (1 to 64 of letters, digits, dot, dash and
/// underscore), else a new one. It stands on every answer and every log line.
/// </summary>
internal sealed class RequestIds(RequestDelegate next, TimeProvider time, ILogger<RequestIds> logger)
{
    public const string Header = "x-request-id";

    private static readonly SearchValues<char> Sane = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"
    );

    public async Task InvokeAsync(HttpContext context)
    {
        context.TraceIdentifier = Sent(context) ?? Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        context.Response.Headers[Header] = context.TraceIdentifier;
        var request = new RequestScope(context.TraceIdentifier, TraceIds.Of(context), TraceIds.SpanOf(context));
        // For whoever finds out who calls.
        context.Features.Set(request);
        using var scope = logger.BeginScope(request);
        await next(context);
    }

    private static string? Sent(HttpContext context) =>
        context.Request.Headers.TryGetValue(Header, out var values)
        && values is [{ Length: > 0 and <= RequestOrigin.RequestIdMaxLength } id]
        && !id.AsSpan().ContainsAnyExcept(Sane)
            ? id
            : null;
}
