using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Enterprise.Benchmarks;

/// <summary>
/// One client's connection, from an address of its own. It allocates nothing while it is used: what is allocated is the server's.
/// </summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly byte[] answer = new byte[65536];

    public RawConnection(int client, int port)
    {
        socket.NoDelay = true;
        socket.Bind(new IPEndPoint(new IPAddress([127, 0, 1, (byte)(client + 1)]), 0));
        socket.Connect(IPAddress.Loopback, port);
    }

    /// <summary>Sends a request and waits for the whole answer, which stays until the next; empty where the server hung up.</summary>
    public ReadOnlySpan<byte> Exchange(ReadOnlySpan<byte> request)
    {
        socket.Send(request);
        var length = 0;
        while (!IsWhole(answer.AsSpan(0, length)))
        {
            var more = socket.Receive(answer.AsSpan(length));
            if (more == 0)
                return [];
            length += more;
        }
        return answer.AsSpan(0, length);
    }

    /// <summary>As <see cref="Exchange"/>; throws where it is not 200.</summary>
    public ReadOnlySpan<byte> Ask(ReadOnlySpan<byte> request)
    {
        var found = Exchange(request);
        return found.StartsWith("HTTP/1.1 200"u8)
            ? found
            : throw new InvalidOperationException(
                $"{Encoding.ASCII.GetString(request)}\n{Encoding.UTF8.GetString(found)}"
            );
    }

    public void Dispose() => socket.Dispose();

    /// <summary>The two forms that an answer here can have: of a stated length, or chunks.</summary>
    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return false;
        var at = answer[..head].IndexOf("Content-Length: "u8);
        if (at < 0)
            return answer.EndsWith("\r\n0\r\n\r\n"u8);
        return Utf8Parser.TryParse(answer[(at + 16)..], out int length, out _) && answer.Length == head + 4 + length;
    }
}
