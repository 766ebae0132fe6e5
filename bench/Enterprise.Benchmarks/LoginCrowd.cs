using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Enterprise.Benchmarks;

/// <summary>Many who sign in at the same moment, each on a connection that is open already; all wrong, which costs the same work.</summary>
internal sealed class LoginCrowd(Uri server, int size)
{
    private readonly Socket[] sockets = new Socket[size];
    private readonly OverloadTimes verified = new();
    private readonly OverloadTimes refused = new();

    public async Task ConnectAsync()
    {
        for (var i = 0; i < size; i++)
        {
            sockets[i] = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await sockets[i].ConnectAsync(server.Host, server.Port);
        }
    }

    /// <summary>All send, then all wait for what they are told.</summary>
    public async Task<LoginCrowd> RunAsync()
    {
        var answers = new Task[size];
        for (var i = 0; i < size; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await sockets[i].SendAsync(Request(i));
            answers[i] = ReadAsync(sockets[i], start);
        }
        await Task.WhenAll(answers);
        return this;
    }

    public IEnumerable<string> Lines() =>
        [
            FormattableString.Invariant(
                $"  verified: {verified.Count}, p50 {verified.At(0.5):0} ms, most {verified.At(1):0} ms"
            ),
            FormattableString.Invariant(
                $"  refused: {refused.Count} ({refused.Others} not with 503), p50 {refused.At(0.5):0} ms, p99 {refused.At(0.99):0} ms, most {refused.At(1):0} ms"
            ),
        ];

    private static byte[] Request(int number)
    {
        var body = FormattableString.Invariant($$"""{"email":"crowd-{{number}}@example.com","password":"wrong"}""");
        return Encoding.ASCII.GetBytes(
            FormattableString.Invariant(
                $"POST /v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {body.Length}\r\n\r\n{body}"
            )
        );
    }

    private async Task ReadAsync(Socket socket, long start)
    {
        using (socket)
        {
            var answer = new byte[16];
            var length = 0;
            while (length < 12 && await socket.ReceiveAsync(answer.AsMemory(length)) is > 0 and var read)
                length += read;
            var status = Encoding.ASCII.GetString(answer, 0, length).Split(' ').ElementAtOrDefault(1);
            if (status == "401")
                verified.Add(start, isHopedFor: true);
            else
                refused.Add(start, status == "503");
        }
    }
}
