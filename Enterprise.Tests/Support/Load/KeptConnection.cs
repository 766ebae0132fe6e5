using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Enterprise.Tests.Support.Proxies;
using Enterprise.Tests.Support.Raw;

namespace Enterprise.Tests.Support.Load;

/// <summary>
/// A client's connection that is kept between requests, as browsers keep theirs. By hand, because <see cref="HttpClient"/> repeats a GET
/// whose connection was closed without telling anybody, and this is there to count such things. HTTP/1.1 over TLS.
/// </summary>
internal sealed class KeptConnection(ProxyProcess proxy) : IDisposable
{
    private byte[] came = new byte[8192];
    private int length;
    private Socket? socket;
    private Stream? stream;

    /// <summary>Sends one request and reads its answer, on the connection that is there, or else on a new one.</summary>
    public async Task<Exchange> SendAsync(string request, CancellationToken ct)
    {
        var isReused = IsOpen();
        try
        {
            if (!isReused)
                await OpenAsync(ct);
            length = 0;
            await stream!.WriteAsync(Encoding.UTF8.GetBytes(request), ct);
            var answer = await ReadAsync(ct);
            if (answer.IsLast)
                Dispose();
            return new Exchange(answer, null, isReused);
        }
        catch (Exception fault)
            when (fault
                    is IOException
                        or SocketException
                        or AuthenticationException
                        or MalformedAnswerException
                        or OperationCanceledException
            )
        {
            Dispose();
            // Closed before a byte of an answer came: a connection that was kept for too long, as far as a client can tell.
            var isStale = isReused && length == 0 && fault is not OperationCanceledException;
            return new Exchange(null, fault is OperationCanceledException ? "time" : Reason(fault), isReused, isStale);
        }
    }

    public void Dispose()
    {
        stream?.Dispose();
        socket?.Dispose();
        (stream, socket) = (null, null);
    }

    /// <summary>Whoever sees that the other side has closed does not send.</summary>
    private bool IsOpen()
    {
        if (socket is null)
            return false;
        if (!socket.Poll(0, SelectMode.SelectRead))
            return true;
        Dispose();
        return false;
    }

    private async Task OpenAsync(CancellationToken ct)
    {
        socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(proxy.Https.Host, proxy.Https.Port, ct);
        var secure = new SslStream(new NetworkStream(socket));
        stream = secure;
        await secure.AuthenticateAsClientAsync(proxy.Tls(), ct);
    }

    private async Task<RawAnswer> ReadAsync(CancellationToken ct)
    {
        while (true)
        {
            if (AnswerParser.TryTake(came.AsSpan(0, length), isEnd: false, isHead: false, out _) is { } answer)
                return answer;
            if (length == came.Length)
                Array.Resize(ref came, length * 2);
            var count = await stream!.ReadAsync(came.AsMemory(length), ct);
            if (count == 0)
                throw new IOException("closed");
            length += count;
        }
    }

    private static string Reason(Exception fault) =>
        (fault as SocketException ?? fault.InnerException as SocketException)?.SocketErrorCode.ToString()
        ?? (fault.Message == "closed" ? "closed" : fault.GetType().Name);
}

/// <summary>What became of a request.</summary>
/// <param name="Answer">The answer, where a whole one came.</param>
/// <param name="Fault">Why none came.</param>
/// <param name="WasReused">The connection had carried an answer before.</param>
/// <param name="IsStale">None came because the connection, which had been kept, was closed; it has to be sent again on another.</param>
internal sealed record Exchange(RawAnswer? Answer, string? Fault, bool WasReused, bool IsStale = false);
