using System.Net.Sockets;
using System.Text;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Limits;

/// <summary>On a real socket, where the server keeps the body.</summary>
internal sealed class BodyArrivalTests
{
    private ProbeHost host = null!;
    private Uri address = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        host = await ProbeHost.StartAsync(("Limits:BodySeconds", "1"), ("Limits:ConcurrentRequests", "1"));
        address = host.Listen();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task A_body_that_does_not_come_is_408_and_holds_no_place_meanwhile()
    {
        var slow = new List<TcpClient>();
        for (var i = 0; i < 50; i++)
            slow.Add(await SendAsync("POST /probe/body", "Content-Length: 10\r\n\r\nabc"));
        using var client = new HttpClient { BaseAddress = address };

        Assert.That(await client.GetStringAsync("/probe/quick"), Does.Contain("quick"), "There is one place only.");
        foreach (var connection in slow)
        {
            var answer = await ReadAsync(connection);
            Assert.That(answer, Does.StartWith("HTTP/1.1 408").And.Contains("request.timeout"));
            Assert.That(answer, Does.Contain("Connection: close"));
            connection.Dispose();
        }
    }

    [Test]
    public async Task A_large_body_that_does_not_come_holds_no_place_either_and_only_so_many_are_waited_for()
    {
        // 32 MiB of the largest ones are waited for.
        var slow = await Task.WhenAll(
            Enumerable
                .Range(0, 64)
                .Select(_ => SendAsync("POST /probe/body", "Content-Length: 200000\r\n\r\n" + new string('x', 70_000)))
        );
        using var client = new HttpClient { BaseAddress = address };

        Assert.That(await client.GetStringAsync("/probe/quick"), Does.Contain("quick"), "There is one place only.");
        var statuses = await Task.WhenAll(slow.Select(StatusAsync));
        foreach (var connection in slow)
            connection.Dispose();

        Assert.That(statuses, Is.All.EqualTo("408").Or.EqualTo("503"));
        Assert.That(statuses, Does.Contain("408").And.Contains("503"));
    }

    [TestCase("Content-Length: 5\r\n\r\nhello", 5, TestName = "A body in one piece is read")]
    [TestCase("Content-Length: 0\r\n\r\n", 0, TestName = "An empty body is read")]
    [TestCase("\r\n", 0, TestName = "No body is read")]
    [TestCase("Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n", 5, TestName = "Chunks are read")]
    [TestCase("Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 0, TestName = "No chunks are read")]
    public async Task Whatever_its_framing_a_body_is_there(string rest, int length)
    {
        using var connection = await SendAsync("POST /probe/body", "Connection: close\r\n" + rest);

        Assert.That(await ReadAsync(connection), Does.Contain($"\"length\":{length},"));
    }

    [TestCase(false, 70_000)]
    [TestCase(false, 1_000_000)]
    [TestCase(true, 70_000)]
    [TestCase(true, 1_000_000)]
    public async Task Bodies_beyond_what_is_waited_for_come_through_whole(bool chunked, int length)
    {
        using var client = new HttpClient { BaseAddress = address };
        var body = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/probe/body")
        {
            Content = new ByteArrayContent(body),
        };
        request.Headers.TransferEncodingChunked = chunked;

        using var answer = await client.SendAsync(request);

        Assert.That(
            await answer.Content.ReadAsStringAsync(),
            Is.EqualTo($"{{\"length\":{length},\"sum\":{body.Sum(one => (long)one)}}}")
        );
    }

    [Test]
    public async Task A_client_that_waits_to_be_asked_is_asked()
    {
        using var connection = await SendAsync(
            "POST /probe/body",
            "Connection: close\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"
        );
        var buffer = new byte[25];
        await connection.GetStream().ReadExactlyAsync(buffer);
        Assert.That(Encoding.ASCII.GetString(buffer), Is.EqualTo("HTTP/1.1 100 Continue\r\n\r\n"));

        await connection.GetStream().WriteAsync("hello"u8.ToArray());

        Assert.That(await ReadAsync(connection), Does.StartWith("HTTP/1.1 200").And.Contains("\"length\":5,"));
    }

    [Test]
    public async Task A_body_in_pieces_is_read_and_the_next_request_is_found_behind_it()
    {
        using var connection = await SendAsync("POST /probe/body", "Content-Length: 10\r\n\r\n01234");
        await connection.GetStream().WriteAsync("56789"u8.ToArray());
        await connection
            .GetStream()
            .WriteAsync(
                Encoding.ASCII.GetBytes(
                    Request(
                        "POST /v1/auth/login",
                        "Connection: close\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
                    )
                )
            );

        var answers = await ReadAsync(connection);

        Assert.That(
            answers,
            Does.Contain("\"length\":10,").And.Contains("HTTP/1.1 400").And.Contains("request.invalid")
        );
    }

    [TestCase("Content-Length: 1048577\r\n\r\n", "413")]
    [TestCase("Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n", "400")]
    public async Task What_the_server_refuses_to_read_is_refused_as_before(string rest, string status)
    {
        using var connection = await SendAsync("POST /v1/auth/login", "Content-Type: application/json\r\n" + rest);

        Assert.That(await ReadAsync(connection), Does.StartWith($"HTTP/1.1 {status}").And.Contains("request_id"));
    }

    private string Request(string line, string rest) => $"{line} HTTP/1.1\r\nHost: {address.Authority}\r\n{rest}";

    private async Task<TcpClient> SendAsync(string line, string rest)
    {
        var connection = new TcpClient { NoDelay = true };
        await connection.ConnectAsync(address.Host, address.Port);
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Request(line, rest)));
        return connection;
    }

    private static async Task<string> StatusAsync(TcpClient connection)
    {
        using var limit = new CancellationTokenSource(Wait.Bound);
        var buffer = new byte["HTTP/1.1 200".Length];
        await connection.GetStream().ReadExactlyAsync(buffer, limit.Token);
        return Encoding.ASCII.GetString(buffer)[^3..];
    }

    /// <summary>Reads until the server closes.</summary>
    private static async Task<string> ReadAsync(TcpClient connection)
    {
        using var limit = new CancellationTokenSource(Wait.Bound);
        await using var answer = new MemoryStream();
        try
        {
            await connection.GetStream().CopyToAsync(answer, limit.Token);
        }
        catch (IOException) when (answer.Length > 0)
        {
            // The server waits for the rest of the body for a while, and then cuts the line.
        }
        return Encoding.UTF8.GetString(answer.ToArray());
    }
}
