using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Edge;

/// <summary>Requests that a proxy and this program might read in two ways, on a real socket.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class RequestShapeTests
{
    private const string Chunks = "2\r\n{}\r\n0\r\n\r\n";
    private const string Smuggled = "GET /version HTTP/1.1\r\nHost: x\r\n\r\n";

    private SocketHost host = null!;

    [OneTimeSetUp]
    public void Start() => host = new SocketHost();

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [TestCase("HTTP/1.1", "Content-Length: 5\r\nTransfer-Encoding: chunked", TestName = "Two framings")]
    [TestCase("HTTP/1.1", "Transfer-Encoding: chunked\r\nContent-Length: 12", TestName = "in any order")]
    [TestCase("HTTP/1.1", "Transfer-Encoding: chunked\r\nX-Content-Length: 5", TestName = "as Kestrel renames it")]
    [TestCase("HTTP/1.0", "Transfer-Encoding: chunked", TestName = "Chunks in HTTP 1.0")]
    [TestCase("HTTP/1.0", "Transfer-Encoding: chunked\r\nConnection: keep-alive", TestName = "also where it goes on")]
    [TestCase("HTTP/1.1", "Transfer-Encoding: gzip, chunked", TestName = "Another coding")]
    [TestCase("HTTP/1.1", "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", TestName = "on another line")]
    [TestCase("HTTP/1.1", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", TestName = "Chunks in chunks")]
    [TestCase("HTTP/1.1", "Transfer-Encoding: chunked, chunked", TestName = "on one line")]
    [TestCase("HTTP/1.1", "Transfer-Encoding: cHuNkEd", TestName = "An odd spelling")]
    [TestCase("HTTP/1.1", "Transfer-Encoding: ,chunked", TestName = "An empty coding")]
    [TestCase("HTTP/1.1", "Transfer-Encoding: chunked;q=1", TestName = "A coding with a parameter")]
    [TestCase("HTTP/1.1", "Transfer-Encoding: identity", TestName = "No coding")]
    [TestCase("HTTP/1.1", "Transfer-Encoding: \"chunked\"", TestName = "A quoted coding")]
    [TestCase("HTTP/1.1", "Content-Length: 5\r\nContent-Length: 5", TestName = "Two lengths")]
    [TestCase("HTTP/1.1", "Content-Length: 2, 2", TestName = "Two lengths on one line")]
    [TestCase("HTTP/1.1", "Content-Length: -2", TestName = "A negative length")]
    [TestCase("HTTP/1.1", "Transfer-Encoding : chunked", TestName = "A space before the colon")]
    [TestCase("HTTP/1.1", "X: y\r\n Transfer-Encoding: chunked", TestName = "A folded line")]
    [TestCase("HTTP/1.1", "Host: y\r\nTransfer-Encoding: chunked", TestName = "Two hosts")]
    public async Task A_request_that_may_be_read_in_two_ways_is_400_and_the_last_on_its_connection(
        string version,
        string headers
    )
    {
        await using var wire = await host.ConnectAsync();
        await wire.SendAsync(
            $"POST /dev/echo {version}\r\nHost: x\r\nContent-Type: application/json\r\n{headers}\r\n\r\n{Chunks}{Smuggled}"
        );

        var answer = await wire.ReadAsync();

        Assert.That(answer, Does.StartWith("HTTP/1.1 400 "));
        Assert.That(
            await wire.ClosedAfterAsync(),
            Is.LessThan(TimeSpan.FromSeconds(8)),
            "and nothing else is answered"
        );
    }

    [Test]
    public async Task The_refusal_is_a_problem_document_that_says_so()
    {
        await using var wire = await host.ConnectAsync();
        await wire.SendAsync(
            $"POST /dev/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n{Chunks}"
        );

        Assert.That(
            await wire.ReadAsync(),
            Does.Contain("\r\nConnection: close\r\n")
                .And.Contains("\r\nContent-Type: application/problem+json\r\n")
                .And.Contains("request.malformed")
                .And.Contains("\r\nx-request-id: ")
        );
    }

    [TestCase("get")]
    [TestCase("Get")]
    [TestCase("head")]
    [TestCase("POSt")]
    public async Task Methods_are_written_in_capitals(string method)
    {
        await using var wire = await host.ConnectAsync();
        await wire.SendAsync($"{method} /health HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.That(await wire.ReadAsync(), Does.StartWith("HTTP/1.1 400 ").And.Contains("request.malformed"));
        await wire.ClosedAfterAsync();
    }

    [TestCase("Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n")]
    [TestCase("Transfer-Encoding: chunked\r\n\r\n2;a=b\r\n{}\r\n0\r\nX: y\r\n\r\n")]
    [TestCase("Content-Length: 2\r\n\r\n{}")]
    public async Task Plain_framing_goes_on(string rest)
    {
        await using var wire = await host.ConnectAsync();
        await wire.SendAsync(
            $"POST /dev/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{rest}{Smuggled}"
        );

        var echo = await wire.ReadAsync();
        var version = await wire.ReadAsync();

        Assert.That(
            echo,
            Does.StartWith("HTTP/1.1 ").And.Not.StartsWith("HTTP/1.1 5").And.Not.Contains("Connection: close")
        );
        Assert.That(version, Does.StartWith("HTTP/1.1 200 ").And.Contains("built_at"));
    }
}
