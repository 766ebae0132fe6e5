using System.Net.Sockets;
using System.Text;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Http;

/// <summary>What only a real server shows: limits and framing.</summary>
internal sealed class SocketTests : SocketFixture
{
    [Test]
    public async Task A_body_over_one_mebibyte_is_413_before_it_is_sent()
    {
        var answer = await ExchangeAsync(Post("Content-Length: 1048577\r\n\r\n"));

        Assert.That((answer.Status, answer.Code), Is.EqualTo((413, "request.too_large")));
    }

    [TestCase("Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n", TestName = "A malformed chunk is 400")]
    [TestCase("Transfer-Encoding: chunked\r\n\r\n80000000\r\n{}\r\n", TestName = "A chunk beyond 2 GiB is 400 or 413")]
    public async Task Broken_framing_is_the_clients_fault(string rest)
    {
        var answer = await ExchangeAsync(Post(rest));

        Assert.That(answer.Status, Is.AnyOf(400, 413));
    }

    [Test]
    public async Task A_login_over_a_real_socket_works()
    {
        const string Body = """{"email":"nobody@example.com","password":"x"}""";

        var answer = await ExchangeAsync(Post($"Content-Length: {Body.Length}\r\nConnection: close\r\n\r\n{Body}"));

        Assert.That((answer.Status, answer.Code), Is.EqualTo((401, "sessions.bad_credentials")));
    }

    [Test]
    public async Task A_method_in_small_letters_is_400()
    {
        var answer = await ExchangeAsync(
            $"get /health HTTP/1.1\r\nHost: {Address.Authority}\r\nConnection: close\r\n\r\n"
        );

        Assert.That((answer.Status, answer.Code), Is.EqualTo((400, "request.malformed")));
    }

    [TestCase("Content-Length: 20\r\n\r\n{")]
    [TestCase("Transfer-Encoding: chunked\r\n\r\n14\r\n{")]
    public async Task Clients_that_cut_the_line_in_the_middle_of_a_body_are_no_fault_of_ours(string rest)
    {
        for (var i = 0; i < 50; i++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(Address.Host, Address.Port);
            await socket.SendAsync(Encoding.ASCII.GetBytes(Post(rest)));
            // Long enough for some to be read, and not for all.
            await Task.Delay(TimeSpan.FromMilliseconds(i % 5));
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        var gone = await Eventually.Async(
            () => Task.FromResult(Host.Logs.Lines.Count(line => line.Contains(" 499 ", StringComparison.Ordinal))),
            count => count > 10
        );
        Assert.That(gone, Is.GreaterThan(10), "Each that had begun is told of as such.");
        AssertNothingCrashed();
    }

    private string Post(string rest) =>
        $"POST /v1/auth/login HTTP/1.1\r\nHost: {Address.Authority}\r\nContent-Type: application/json\r\n{rest}";
}
