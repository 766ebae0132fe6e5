using System.Net.Sockets;
using System.Text;
using Enterprise.Tests.Support;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Api.Http;

/// <summary>What only a real server shows: limits and framing.</summary>
internal sealed class SocketTests
{
    private TestDatabase database = null!;
    private ApiHost host = null!;
    private Uri address = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        database = await TestDatabase.CreateAsync();
        host = new ApiHost(database.ConnectionString);
        host.UseKestrel(0);
        host.StartServer();
        var server = host.Services.GetRequiredService<IServer>();
        address = new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await host.DisposeAsync();
        await database.DisposeAsync();
    }

    [Test]
    public async Task A_body_over_one_mebibyte_is_413_before_it_is_sent()
    {
        var answer = await SendAsync(Post("Content-Length: 1048577\r\n\r\n"));

        Assert.That(answer, Does.StartWith("HTTP/1.1 413").And.Contains("request.too_large"));
    }

    [TestCase("Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n", TestName = "A malformed chunk is 400")]
    [TestCase("Transfer-Encoding: chunked\r\n\r\n80000000\r\n{}\r\n", TestName = "A chunk beyond 2 GiB is 400 or 413")]
    public async Task Broken_framing_is_the_clients_fault(string rest)
    {
        var answer = await SendAsync(Post(rest));

        Assert.That(answer, Does.StartWith("HTTP/1.1 400").Or.StartsWith("HTTP/1.1 413"));
    }

    [Test]
    public async Task A_login_over_a_real_socket_works()
    {
        const string Body = """{"email":"nobody@example.com","password":"x"}""";

        var answer = await SendAsync(Post($"Content-Length: {Body.Length}\r\nConnection: close\r\n\r\n{Body}"));

        Assert.That(answer, Does.StartWith("HTTP/1.1 401").And.Contains("sessions.bad_credentials"));
    }

    [Test]
    public async Task A_method_in_small_letters_is_400()
    {
        var answer = await SendAsync($"get /health HTTP/1.1\r\nHost: {address.Authority}\r\nConnection: close\r\n\r\n");

        Assert.That(answer, Does.StartWith("HTTP/1.1 400").And.Contains("request.malformed"));
    }

    private string Post(string rest) =>
        $"POST /v1/auth/login HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/json\r\n{rest}";

    /// <summary>Sends raw bytes and reads until the server has answered a whole problem document or closed.</summary>
    private async Task<string> SendAsync(string request)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, limit.Token);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), limit.Token);
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        int read;
        while ((read = await stream.ReadAsync(buffer, limit.Token)) > 0)
        {
            answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
            if (answer.ToString().Contains("\r\n0\r\n\r\n", StringComparison.Ordinal))
                break;
        }
        return answer.ToString();
    }
}
