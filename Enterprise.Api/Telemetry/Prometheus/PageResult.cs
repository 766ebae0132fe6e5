using Enterprise.Api.Http;
using Enterprise.Domain.Common;
using Microsoft.AspNetCore.Mvc;

namespace Enterprise.Api.Telemetry.Prometheus;

/// <summary>
/// Answers with a page that is whole, or with 503. It is not compressed: it is read by a neighbour every few seconds, and a page that is sent
/// again must not cost the work of a compression each time.
/// </summary>
internal sealed class PageResult(Scrapes scrapes, TimeProvider time) : IActionResult
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>What a connection holds at a time of what its client has not read.</summary>
    private const int ChunkSize = 32 * 1024;

    /// <summary>
    /// Longer than Prometheus waits for a whole scrape (10 seconds unless it is told otherwise). The server's least rate alone would let a
    /// client hold a page for an hour.
    /// </summary>
    public static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(15);

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var http = context.HttpContext;
        if (await scrapes.LendAsync(http.RequestAborted) is not { } page)
        {
            await new ProblemResult(ProblemCatalogue.From(RequestFailures.Overloaded)).ExecuteResultAsync(context);
            return;
        }
        try
        {
            await SendAsync(http, page.Buffer.Written);
        }
        finally
        {
            scrapes.Return(page);
        }
    }

    private async Task SendAsync(HttpContext http, ReadOnlyMemory<byte> page)
    {
        http.Response.ContentType = ContentType;
        http.Response.ContentLength = page.Length;
        using var limit = new CancellationTokenSource(SendLimit, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, http.RequestAborted);
        try
        {
            for (var sent = 0; sent < page.Length; sent += ChunkSize)
                await http.Response.Body.WriteAsync(
                    page.Slice(sent, Math.Min(ChunkSize, page.Length - sent)),
                    end.Token
                );
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // Too slow. The length that was promised tells the client that this is not all.
            http.Abort();
        }
    }
}
