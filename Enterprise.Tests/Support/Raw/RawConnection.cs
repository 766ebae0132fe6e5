using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Enterprise.Tests.Support.Raw;

/// <summary>A client's connection: sends bytes as they are, and reads one answer after the other.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
    };
    private byte[] came = new byte[8192];
    private int length;
    private bool hasEnded;

    private RawConnection() { }

    /// <summary>The server has closed, in whatever way.</summary>
    public bool IsClosed { get; private set; }

    public static async Task<RawConnection> OpenAsync(Uri server, CancellationToken ct, int? receiveBuffer = null)
    {
        var connection = new RawConnection();
        if (receiveBuffer is { } size)
            // Before connecting: it becomes the window.
            connection.socket.ReceiveBufferSize = size;
        await connection.socket.ConnectAsync(IPAddress.Parse(server.Host), server.Port, ct);
        return connection;
    }

    public Task SendAsync(string request, CancellationToken ct) => SendAsync(Encoding.Latin1.GetBytes(request), ct);

    /// <summary>Sends; a server that closes while it is sent to may have answered before.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> request, CancellationToken ct)
    {
        try
        {
            while (!request.IsEmpty)
                request = request[await socket.SendAsync(request, ct)..];
        }
        catch (SocketException)
        {
            IsClosed = true;
        }
    }

    /// <summary>Says that nothing more will be sent. Kestrel takes that for leaving: it may break an answer off.</summary>
    public void EndSending()
    {
        if (!IsClosed && !hasEnded)
            socket.Shutdown(SocketShutdown.Send);
        hasEnded = true;
    }

    /// <summary>Cuts the connection, instead of closing it.</summary>
    public void Cut()
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Dispose();
    }

    /// <summary>The next answer; <c>null</c> where the server has closed without one. May be called again after it was cancelled.</summary>
    /// <exception cref="MalformedAnswerException">What came is no answer, or breaks off.</exception>
    public async Task<RawAnswer?> ReadAsync(CancellationToken ct, bool isHead = false)
    {
        while (true)
        {
            if (AnswerParser.TryTake(came.AsSpan(0, length), isEnd: false, isHead, out var taken) is { } answer)
                return Take(answer, taken);
            if (await ReceiveAsync(ct) > 0)
                continue;
            if (length == 0 || hasEnded)
                return null;
            return AnswerParser.TryTake(came.AsSpan(0, length), isEnd: true, isHead, out taken) is { } last
                ? Take(last, taken)
                : throw new MalformedAnswerException(
                    $"It breaks off: {Encoding.Latin1.GetString(came, 0, Math.Min(length, 200))}"
                );
        }
    }

    /// <summary>The same, for a while only.</summary>
    public async Task<(RawAnswer? Answer, bool IsSilent)> ReadAsync(
        TimeSpan patience,
        CancellationToken ct,
        bool isHead = false
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(patience);
        try
        {
            return (await ReadAsync(limit.Token, isHead), false);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (null, true);
        }
    }

    /// <summary>Reads some bytes that are no longer wanted.</summary>
    public async Task SkipAsync(int count, CancellationToken ct)
    {
        while (length < count && await ReceiveAsync(ct) > 0) { }
        length -= count;
    }

    public void Dispose() => socket.Dispose();

    private RawAnswer Take(RawAnswer answer, int taken)
    {
        came.AsSpan(taken, length - taken).CopyTo(came);
        length -= taken;
        return answer;
    }

    private async Task<int> ReceiveAsync(CancellationToken ct)
    {
        if (length == came.Length)
            Array.Resize(ref came, length * 2);
        try
        {
            var count = await socket.ReceiveAsync(came.AsMemory(length), ct);
            IsClosed |= count == 0;
            length += count;
            return count;
        }
        catch (SocketException)
        {
            IsClosed = true;
            return 0;
        }
    }
}
