using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Enterprise.Tests.Support.Proxies;

/// <summary>What a <see cref="FakeInstance"/> does with a request that it has read.</summary>
internal enum Reaction
{
    Answers,
    Hangs,
    BreaksOff,
}

/// <summary>
/// Stands behind a proxy in the place of an instance, answers <c>{}</c>, and keeps what came: how many connections were used, and what the
/// proxy made of each request. <c>GET /ready</c> is answered and not counted.
/// </summary>
internal sealed partial class FakeInstance : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<(string Head, Socket From)> requests = [];
    private readonly ConcurrentBag<Socket> sockets = [];
    private volatile bool isStopped;
    private int begun;

    public FakeInstance()
    {
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        _ = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>What <c>GET /ready</c> says.</summary>
    public volatile bool IsReady = true;

    public volatile Reaction Reaction;

    /// <summary>Request lines and headers as they came.</summary>
    public IReadOnlyList<string> Heads => [.. requests.Select(request => request.Head)];

    /// <summary>How many requests there were whose headers came, whatever became of their bodies.</summary>
    public int Begun => Volatile.Read(ref begun);

    /// <summary>How many connections there were requests on.</summary>
    public int Connections => requests.Select(request => request.From).Distinct().Count();

    /// <summary>As a process that was killed: nobody listens, and what is open breaks.</summary>
    public void Stop()
    {
        isStopped = true;
        listener.Stop();
        foreach (var socket in sockets)
            socket.Dispose();
    }

    public void Dispose() => Stop();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync();
                sockets.Add(socket);
                _ = ServeAsync(socket);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It was stopped.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var owned = socket;
        try
        {
            await using var stream = new NetworkStream(socket);
            while (!isStopped && await ReadHeadAsync(stream) is { } head)
            {
                if (head.StartsWith("GET /ready ", StringComparison.Ordinal))
                {
                    await AnswerAsync(stream, IsReady ? "200 OK" : "503 Service Unavailable");
                    continue;
                }
                Interlocked.Increment(ref begun);
                await SkipBodyAsync(stream, head);
                requests.Enqueue((head, socket));
                if (Reaction == Reaction.BreaksOff)
                    return;
                if (Reaction == Reaction.Hangs)
                    await Task.Delay(Wait.Bound);
                await AnswerAsync(stream, "200 OK");
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The other side went, or this one was stopped.
        }
    }

    private static async Task AnswerAsync(Stream stream, string status) =>
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}"
            )
        );

    private static async Task<string?> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one) > 0)
        {
            head.Append((char)one[0]);
            if (head.Length > 3 && head[^1] == '\n' && head[^2] == '\r' && head[^3] == '\n')
                return head.ToString();
        }
        return null;
    }

    private static async Task SkipBodyAsync(Stream stream, string head)
    {
        if (Chunked().IsMatch(head))
        {
            await SkipChunksAsync(stream);
            return;
        }
        if (Length().Match(head) is { Success: true } length)
            await stream.ReadExactlyAsync(new byte[int.Parse(length.Groups["length"].ValueSpan, provider: null)]);
    }

    private static async Task SkipChunksAsync(Stream stream)
    {
        while (true)
        {
            var line = await ReadLineAsync(stream);
            var length = int.Parse(line, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            await stream.ReadExactlyAsync(new byte[length + 2]);
            if (length == 0)
                return;
        }
    }

    private static async Task<string> ReadLineAsync(Stream stream)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (true)
        {
            await stream.ReadExactlyAsync(one);
            if (one[0] == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append((char)one[0]);
        }
    }

    [GeneratedRegex(@"\ntransfer-encoding: chunked\r", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Chunked();

    [GeneratedRegex(
        @"\ncontent-length: (?<length>\d+)\r",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Length();
}
