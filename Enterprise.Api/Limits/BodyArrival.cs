using System.IO.Pipelines;
using Enterprise.Api.Http;
using Enterprise.Application.Limits;
using Enterprise.Domain.Common;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Limits;

/// <summary>
/// Waits until the body is there before the request takes a place: who sends slowly spends their own time (408), and what is slow
/// afterwards is the server's (504). The bytes stay where the server put them; nothing is read out. Of large ones only a few are
/// waited for at a time, because they are kept in memory meanwhile.
/// </summary>
internal sealed class BodyArrival(
    RequestDelegate next,
    ProblemWriter problems,
    Places places,
    LimitMetrics metrics,
    Deadlines deadlines,
    IOptions<LimitOptions> options
)
{
    /// <summary>What more than this is, is large.</summary>
    private const long MaxSmall = 64 << 10;

    private enum Arrival
    {
        Whole,
        Partly,
        Late,
    }

    public Task InvokeAsync(HttpContext context) =>
        HasBody(context) && context.GetEndpoint() is RouteEndpoint && context.IsBounded()
            ? WaitAsync(context)
            : next(context);

    private static bool HasBody(HttpContext context) =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? context.Request.ContentLength is not 0;

    private async Task WaitAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        // Elsewhere than in Kestrel the reader takes bytes out of the stream, and who reads the stream has to find them.
        if (context.Features.Get<IRequestBodyPipeFeature>() is null or RequestBodyPipeFeature)
            context.Request.Body = reader.AsStream();
        var arrival = await ArrivesAsync(context, reader, MaxSmall);
        if (arrival == Arrival.Partly)
            await WaitForLargeAsync(context, reader);
        else
            await GoOnAsync(context, arrival);
    }

    private async Task WaitForLargeAsync(HttpContext context, PipeReader reader)
    {
        using var place = places.LargeBodies.AttemptAcquire();
        if (place.IsAcquired)
        {
            await GoOnAsync(context, await ArrivesAsync(context, reader, long.MaxValue));
            return;
        }
        metrics.Refused(RequestLimit.Concurrency);
        // The server reads on for a while after the answer, so that the client gets to see it.
        await problems.WriteAsync(context, ProblemCatalogue.From(RequestFailures.Overloaded));
    }

    private Task GoOnAsync(HttpContext context, Arrival arrival) =>
        arrival == Arrival.Whole ? next(context) : RefuseAsync(context);

    private async ValueTask<Arrival> ArrivesAsync(HttpContext context, PipeReader reader, long enough)
    {
        if (reader.TryRead(out var already) && Look(reader, already, enough) is { } now)
            return now;
        using var deadline = deadlines.Start(options.Value.BodyTime, context.RequestAborted);
        // Woken, not cancelled by a token: that leaves the server's reader in the middle of a read, which it cannot drain afterwards.
        var wake = deadline.Token.UnsafeRegister(static reader => ((PipeReader)reader!).CancelPendingRead(), reader);
        Arrival? arrival = null;
        try
        {
            while (arrival is null && !deadline.Token.IsCancellationRequested)
                arrival = Look(reader, await reader.ReadAsync(CancellationToken.None), enough);
        }
        finally
        {
            await wake.DisposeAsync();
        }
        // A wake-up that came too late would end the next read, so it counts.
        if (!deadline.Token.IsCancellationRequested)
            return arrival!.Value;
        context.RequestAborted.ThrowIfCancellationRequested();
        return Arrival.Late;
    }

    /// <summary>Looked at to its end, so that the next read waits for more; consumed not at all.</summary>
    private static Arrival? Look(PipeReader reader, ReadResult read, long enough)
    {
        var length = read.Buffer.Length;
        reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        if (read.IsCompleted)
            return Arrival.Whole;
        return length < enough ? null : Arrival.Partly;
    }

    private Task RefuseAsync(HttpContext context)
    {
        // What still comes would be taken for another request, or have to be read.
        context.Response.Headers.Connection = "close";
        return problems.WriteAsync(context, ProblemCatalogue.From(RequestFailures.TooSlow));
    }
}
