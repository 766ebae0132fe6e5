using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Enterprise.Api.Edge;

/// <summary>
/// Closes a connection that says nothing. The server's limit for headers begins with their first byte, and until then it gives a
/// new connection all the time that one between two requests has, which is long because proxies want it so.
/// </summary>
internal sealed class SilentConnections(ConnectionDelegate next, TimeSpan limit)
{
    public async Task RunAsync(ConnectionContext connection)
    {
        if (await SpeaksAsync(connection))
            await next(connection);
        // Returning closes it.
    }

    /// <summary>The read is woken, not cancelled by a token: thousands of exceptions at the same moment keep the cores busy for a quarter of a second.</summary>
    private async Task<bool> SpeaksAsync(ConnectionContext connection)
    {
        // A server that stops does not wait for those who say nothing; browsers open connections ahead of need.
        var stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping ?? CancellationToken.None);
        patience.CancelAfter(limit);
        var input = connection.Transport.Input;
        var wake = patience.Token.UnsafeRegister(static input => ((PipeReader)input!).CancelPendingRead(), input);
        try
        {
            var read = await input.ReadAsync(CancellationToken.None);
            // Empty lines before a request are passed over (RFC 9112 section 2.2), and say nothing.
            while (!read.IsCanceled && !read.IsCompleted && IsBlank(read.Buffer))
            {
                input.AdvanceTo(read.Buffer.End);
                read = await input.ReadAsync(CancellationToken.None);
            }
            // Waits for a wake-up that has begun. One that came too late would end the server's first read, so it counts.
            await wake.DisposeAsync();
            // Nothing is taken and nothing counts as looked at: the server finds it all and does not wait for more.
            input.AdvanceTo(read.Buffer.Start, read.Buffer.Start);
            return !read.Buffer.IsEmpty && !patience.IsCancellationRequested;
        }
        catch (Exception exception) when (exception is ConnectionResetException or ConnectionAbortedException)
        {
            // It went before it said anything: a port scan, or a probe of a load balancer.
            return false;
        }
        finally
        {
            await wake.DisposeAsync();
        }
    }

    private static bool IsBlank(ReadOnlySequence<byte> sent)
    {
        foreach (var segment in sent)
            if (segment.Span.ContainsAnyExcept((byte)'\r', (byte)'\n'))
                return false;
        return true;
    }
}

/// <summary>Puts <see cref="SilentConnections"/> in front of a listener.</summary>
internal static class SilentConnectionsExtensions
{
    public static void CloseSilentConnections(this ListenOptions listen, TimeSpan after) =>
        listen.Use(next => new SilentConnections(next, after).RunAsync);
}
