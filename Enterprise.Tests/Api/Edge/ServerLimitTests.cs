using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Edge;

/// <summary>What one connection may cost, on real sockets and with short limits.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class ServerLimitTests
{
    private const string Good = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n";

    // The server looks at its clocks once a second.
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(8);

    private SocketHost host = null!;

    [OneTimeSetUp]
    public void Start() =>
        host = new SocketHost(
            ("Limits:HeaderSeconds", "1"),
            ("Limits:KeepAliveSeconds", "300"),
            ("Limits:BodyGraceSeconds", "2"),
            ("Limits:BodyBytes", "2048"),
            ("Limits:HeaderBytes", "4096"),
            ("Limits:HeaderLines", "20"),
            ("Limits:RequestLineBytes", "1024")
        );

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task A_silent_connection_is_closed_long_before_an_idle_one()
    {
        await using var silent = await host.ConnectAsync();
        await using var idle = await host.ConnectAsync();
        await idle.SendAsync(Good);
        Assert.That(await idle.ReadAsync(), Does.StartWith("HTTP/1.1 200 "));

        Assert.That(await silent.ClosedAfterAsync(), Is.InRange(TimeSpan.FromSeconds(0.5), InTime));

        await idle.SendAsync(Good);
        Assert.That(await idle.ReadAsync(), Does.StartWith("HTTP/1.1 200 "), "between two requests there is time");
    }

    [Test]
    public async Task Empty_lines_say_nothing_but_are_passed_over()
    {
        await using var silent = await host.ConnectAsync();
        await using var good = await host.ConnectAsync();
        await silent.SendAsync("\r\n\r\n");
        await good.SendAsync("\r\n\r\n" + Good);

        Assert.That(await good.ReadAsync(), Does.StartWith("HTTP/1.1 200 "));
        Assert.That(await silent.ClosedAfterAsync(), Is.LessThan(InTime));
    }

    [Test]
    public async Task A_server_that_stops_does_not_wait_for_the_silent()
    {
        var stopped = new SocketHost(("Limits:HeaderSeconds", "120"));
        await using var silent = await stopped.ConnectAsync();
        await using var good = await stopped.ConnectAsync();
        await good.SendAsync(Good);
        // Connections are taken in order: the silent one is being waited for by now.
        await good.ReadAsync();

        var stopping = stopped.DisposeAsync();

        Assert.That(await silent.ClosedAfterAsync(), Is.LessThan(InTime));
        await stopping;
    }

    [Test]
    public async Task Headers_that_come_slowly_are_408()
    {
        await using var wire = await host.ConnectAsync();
        await wire.SendAsync("GET /health HTTP/1.1\r\nHost: x\r\n");

        Assert.That(await wire.ReadAsync(), Does.StartWith("HTTP/1.1 408 "));
        Assert.That(await wire.ClosedAfterAsync(), Is.LessThan(InTime));
    }

    [Test]
    public async Task A_first_byte_does_not_buy_more_time_than_the_headers_have()
    {
        await using var wire = await host.ConnectAsync();
        await wire.SendAsync("G");

        Assert.That(await wire.ClosedAfterAsync(), Is.LessThan(InTime));
    }

    [Test]
    public async Task A_body_that_comes_slowly_is_408()
    {
        await using var wire = await host.ConnectAsync();
        await wire.SendAsync(Post("Content-Length: 1000\r\n\r\n{"));

        Assert.That(await wire.ReadAsync(), Does.StartWith("HTTP/1.1 408 ").And.Contains("request.timeout"));
    }

    [TestCase(2049, "413")]
    [TestCase(2048, "400")]
    public async Task A_body_has_a_setting(int bytes, string status)
    {
        await using var wire = await host.ConnectAsync();
        await wire.SendAsync(Post($"Content-Length: {bytes}\r\n\r\n{new string(' ', bytes)}"));

        Assert.That(await wire.ReadAsync(), Does.StartWith($"HTTP/1.1 {status} "));
    }

    [TestCase("/", 1100, 0, 0, "414")]
    [TestCase("/", 0, 25, 1, "431")]
    [TestCase("/", 0, 4, 2000, "431")]
    public async Task Lines_and_headers_have_limits(string path, int pathLength, int headers, int length, string status)
    {
        var lines = string.Concat(Enumerable.Range(0, headers).Select(i => $"X{i}: {new string('a', length)}\r\n"));
        await using var wire = await host.ConnectAsync();
        await wire.SendAsync($"GET {path}{new string('a', pathLength)} HTTP/1.1\r\nHost: x\r\n{lines}\r\n");

        Assert.That(await wire.ReadAsync(), Does.StartWith($"HTTP/1.1 {status} "));
    }

    [Test]
    public async Task HTTP_2_is_not_spoken()
    {
        await using var wire = await host.ConnectAsync();
        await wire.SendAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

        Assert.That(await wire.ClosedAfterAsync(), Is.LessThan(InTime));
    }

    [Test]
    public async Task One_connection_too_many_is_closed_at_once_and_the_others_go_on()
    {
        await using var small = new SocketHost(("Limits:Connections", "2"));
        await using var first = await small.ConnectAsync();
        await first.SendAsync(Good);
        await first.ReadAsync();
        await using var second = await small.ConnectAsync();
        await second.SendAsync(Good);
        await second.ReadAsync();

        await using (var third = await small.ConnectAsync())
            Assert.That(await third.ClosedAfterAsync(), Is.LessThan(TimeSpan.FromSeconds(5)));

        await first.SendAsync(Good);
        Assert.That(await first.ReadAsync(), Does.StartWith("HTTP/1.1 200 "));
    }

    [Test]
    public async Task A_proxy_that_says_https_is_not_sent_elsewhere_and_the_server_has_no_name()
    {
        await using var behind = new SocketHost(("TrustedProxies:Networks", "127.0.0.1,::1"));
        foreach (var scheme in new[] { "http", "https" })
        {
            await using var wire = await behind.ConnectAsync();
            await wire.SendAsync($"GET /health HTTP/1.1\r\nHost: x\r\nX-Forwarded-Proto: {scheme}\r\n\r\n");

            var answer = await wire.ReadAsync();

            Assert.That(
                answer,
                Does.StartWith("HTTP/1.1 200 ").And.Not.Contains("Server:").And.Not.Contains("Strict-")
            );
        }
    }

    private static string Post(string rest) =>
        $"POST /dev/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{rest}";
}
