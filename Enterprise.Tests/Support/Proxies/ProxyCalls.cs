using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Enterprise.Tests.Support.Raw;

namespace Enterprise.Tests.Support.Proxies;

/// <summary>Requests to a proxy byte by byte, and what its own refusals have to look like.</summary>
internal static class ProxyCalls
{
    private static readonly string[] Members =
    [
        "type",
        "title",
        "status",
        "detail",
        "instance",
        "code",
        "request_id",
        "trace_id",
    ];

    /// <summary>Sends the bytes over TLS and gives the first answer; <c>null</c> where the proxy closes without one.</summary>
    public static async Task<RawAnswer?> AskRawAsync(this ProxyProcess proxy, string request)
    {
        using var limit = new CancellationTokenSource(Wait.Bound);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, proxy.Https.Port, limit.Token);
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(proxy.Tls(), limit.Token);
        await tls.WriteAsync(Encoding.Latin1.GetBytes(request), limit.Token);
        return await ReadAsync(tls, limit.Token);
    }

    /// <summary>Sends bytes without TLS, to either port, and gives what came until the proxy closed, or so many bytes.</summary>
    public static async Task<byte[]> AskPlainAsync(Uri server, byte[] request, int enough = 65_536)
    {
        using var limit = new CancellationTokenSource(Wait.Bound);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Port, limit.Token);
        await using var stream = client.GetStream();
        await stream.WriteAsync(request, limit.Token);
        var came = new byte[enough];
        try
        {
            return came[..await stream.ReadAtLeastAsync(came, enough, throwOnEndOfStream: false, limit.Token)];
        }
        catch (IOException)
        {
            // Reset, and what came is lost with it.
            return [];
        }
    }

    /// <summary>Demands a problem document of the proxy's own.</summary>
    public static void MustRefuse(this Answer answer, int status, string code, string instance) =>
        MustRefuse(answer.Status, answer.ContentType, answer.Text, answer.Header, status, code, instance);

    /// <inheritdoc cref="MustRefuse(Answer, int, string, string)" />
    public static void MustRefuse(this RawAnswer? answer, int status, string code, string instance)
    {
        Assert.That(answer, Is.Not.Null);
        MustRefuse(answer!.Status, answer.ContentType, answer.Text, answer.Header, status, code, instance);
    }

    private static void MustRefuse(
        int answered,
        string? type,
        string text,
        Func<string, string?> header,
        int status,
        string code,
        string instance
    )
    {
        Assert.That((answered, type), Is.EqualTo((status, "application/problem+json")), text);
        var problem = JsonDocument.Parse(text).RootElement;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(problem.EnumerateObject().Select(member => member.Name), Is.EqualTo(Members));
            Assert.That(problem.GetProperty("status").GetInt32(), Is.EqualTo(status));
            Assert.That(problem.GetProperty("code").GetString(), Is.EqualTo(code));
            Assert.That(problem.GetProperty("type").GetString(), Is.EqualTo($"urn:enterprise-api:problem:{code}"));
            Assert.That(problem.GetProperty("instance").GetString(), Is.EqualTo(instance));
            Assert.That(
                problem.GetProperty("request_id").GetString(),
                Is.Not.Empty.And.EqualTo(header("x-request-id"))
            );
            Assert.That(header("Cache-Control"), Is.EqualTo("no-store"));
            Assert.That(header("Server"), Is.Null.Or.EqualTo("nginx"));
        }
    }

    private static async Task<RawAnswer?> ReadAsync(Stream stream, CancellationToken ct)
    {
        var came = new byte[65_536];
        for (var length = 0; ; )
        {
            var count = await stream.ReadAsync(came.AsMemory(length), ct);
            length += count;
            if (AnswerParser.TryTake(came.AsSpan(0, length), isEnd: count == 0, isHead: false, out _) is { } answer)
                return answer;
            if (count == 0)
                return null;
        }
    }
}
