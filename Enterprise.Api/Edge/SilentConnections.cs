using Microsoft.AspNetCore.Connections;
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

    private async Task<bool> SpeaksAsync(ConnectionContext connection)
    {
        using var patience = new CancellationTokenSource(limit);
        var input = connection.Transport.Input;
        try
        {
            var read = await input.ReadAsync(patience.Token);
            // Nothing is taken and nothing counts as looked at: the server finds it all and does not wait for more.
            input.AdvanceTo(read.Buffer.Start, read.Buffer.Start);
            return !read.Buffer.IsEmpty;
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception exception) when (exception is ConnectionResetException or ConnectionAbortedException)
        {
            // It went before it said anything: a port scan, or a probe of a load balancer.
            return false;
        }
    }
}

/// <summary>Puts <see cref="SilentConnections"/> in front of a listener.</summary>
internal static class SilentConnectionsExtensions
{
    public static void CloseSilentConnections(this ListenOptions listen, TimeSpan after) =>
        listen.Use(next => new SilentConnections(next, after).RunAsync);
}
