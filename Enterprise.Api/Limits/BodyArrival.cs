using System.IO.Pipelines;
using Enterprise.Api.Http;
using Enterprise.Domain.Common;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Limits;

/// <summary>
/// Waits until a small body is there before the request takes a place: who sends slowly spends their own time (408), and what is slow
/// afterwards is the server's (504). The bytes stay where the server put them; nothing is read out.
/// </summary>
internal sealed class BodyArrival(
    RequestDelegate next,
    ProblemWriter problems,
    Deadlines deadlines,
    IOptions<LimitOptions> options
)
{
    /// <summary>Of a larger body so much is waited for; whoever reads it waits for the rest.</summary>
    private const int MaxBuffered = 64 << 10;

    /// <summary>Whether the body was too large to be waited for.</summary>
    public static bool IsStillComing(HttpContext context) => context.Features.Get<LargeBody>() is not null;

    public Task InvokeAsync(HttpContext context) =>
        HasBody(context) && context.GetEndpoint() is RouteEndpoint && context.IsBounded()
            ? WaitAsync(context)
            : next(context);

    private static bool HasBody(HttpContext context) =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? context.Request.ContentLength is not 0;

    private async Task WaitAsync(HttpContext context)
    {
        if (await ArrivesAsync(context))
            await next(context);
        else
            await RefuseAsync(context);
    }

    private async ValueTask<bool> ArrivesAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        // Elsewhere than in Kestrel the reader takes bytes out of the stream, and who reads the stream has to find them.
        if (context.Features.Get<IRequestBodyPipeFeature>() is null or RequestBodyPipeFeature)
            context.Request.Body = reader.AsStream();
        if (reader.TryRead(out var already) && IsEnough(context, reader, already))
            return true;
        using var deadline = deadlines.Start(options.Value.BodyTime, context.RequestAborted);
        try
        {
            while (!IsEnough(context, reader, await reader.ReadAsync(deadline.Token))) { }
            return true;
        }
        catch (OperationCanceledException) when (deadline.HasExpired)
        {
            return false;
        }
    }

    /// <summary>Looked at to its end, so that the next read waits for more; consumed not at all.</summary>
    private static bool IsEnough(HttpContext context, PipeReader reader, ReadResult read)
    {
        var length = read.Buffer.Length;
        reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        if (read.IsCompleted)
            return true;
        if (length < MaxBuffered)
            return false;
        context.Features.Set(LargeBody.Instance);
        return true;
    }

    private Task RefuseAsync(HttpContext context)
    {
        // What still comes would be taken for another request, or have to be read.
        context.Response.Headers.Connection = "close";
        return problems.WriteAsync(context, ProblemCatalogue.From(RequestFailures.TooSlow));
    }

    private sealed class LargeBody
    {
        public static readonly LargeBody Instance = new();
    }
}
