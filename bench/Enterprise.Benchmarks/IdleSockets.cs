using System.Diagnostics;
using System.Net.Sockets;

namespace Enterprise.Benchmarks;

/// <summary>Connections that are held open to no good: half of them silent, half with a header that never ends.</summary>
internal sealed class IdleSockets(Uri server) : IAsyncDisposable
{
    private static readonly TimeSpan Drop = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource stop = new();
    private readonly List<Task<TimeSpan>> closed = [];

    public async Task OpenAsync(int ofEach)
    {
        for (var i = 0; i < 2 * ofEach; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(server.Host, server.Port);
            closed.Add(HoldAsync(socket, isSlow: i % 2 == 0));
        }
    }

    /// <summary>How long the one that lived longest was open.</summary>
    public async Task<TimeSpan> LastClosedAsync() => (await Task.WhenAll(closed).WaitAsync(Patience)).Max();

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        stop.Dispose();
    }

    private async Task<TimeSpan> HoldAsync(Socket socket, bool isSlow)
    {
        var start = Stopwatch.GetTimestamp();
        using (socket)
        {
            var dripping = isSlow ? DripAsync(socket) : Task.CompletedTask;
            await EndAsync(socket);
            await dripping;
        }
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Reads until there is nothing more to come.</summary>
    private static async Task EndAsync(Socket socket)
    {
        var buffer = new byte[512];
        try
        {
            while (await socket.ReceiveAsync(buffer) > 0) { }
        }
        catch (SocketException)
        {
            return; // reset, which ends it too
        }
    }

    private async Task DripAsync(Socket socket)
    {
        try
        {
            await socket.SendAsync("GET /health HTTP/1.1\r\nHost: localhost\r\n"u8.ToArray(), stop.Token);
            while (true)
            {
                await Task.Delay(Drop, stop.Token);
                await socket.SendAsync("X: y\r\n"u8.ToArray(), stop.Token);
            }
        }
        catch (Exception exception)
            when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            return; // closed by the server, or over
        }
    }
}
