using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Enterprise.Tests.Api.Swagger;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Support;

/// <summary>The program on a real socket, without a database.</summary>
internal sealed class SocketHost : IAsyncDisposable
{
    private readonly ApiHost host;

    public SocketHost(params (string Key, string Value)[] settings)
    {
        host = new ApiHost(DocumentFixture.NoDatabase, settings);
        host.UseKestrel(0);
        host.StartServer();
        var server = host.Services.GetRequiredService<IServer>();
        Address = new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public Uri Address { get; }

    public Task<Wire> ConnectAsync() => Wire.ConnectAsync(Address);

    public ValueTask DisposeAsync() => host.DisposeAsync();
}

/// <summary>A connection on which a test writes what no client library would.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly TcpClient client = new();
    private readonly List<byte> received = [];

    public static async Task<Wire> ConnectAsync(Uri address)
    {
        var wire = new Wire();
        await wire.client.ConnectAsync(address.Host, address.Port);
        return wire;
    }

    public async Task SendAsync(string text) => await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>The next answer: its head, and its body by length or chunks (RFC 9112 section 6.3), but for HEAD.</summary>
    public async Task<string> ReadAsync(bool hasBody = true)
    {
        var head = await TakeAsync(await FindAsync("\r\n\r\n"));
        if (!hasBody)
            return head;
        if (head.Contains("Transfer-Encoding: chunked", StringComparison.Ordinal))
            return head + await TakeAsync(await FindAsync("0\r\n\r\n"));
        var length = head.Split("\r\n")
            .FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.Ordinal));
        return length is null ? head : head + await TakeAsync(int.Parse(length[16..], CultureInfo.InvariantCulture));
    }

    /// <summary>How long it takes until the server closes.</summary>
    public async Task<TimeSpan> ClosedAfterAsync()
    {
        var clock = Stopwatch.StartNew();
        while (await FillAsync())
            Assert.That(clock.Elapsed, Is.LessThan(Limit), "The server goes on and on.");
        return clock.Elapsed;
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<int> FindAsync(string end)
    {
        var wanted = Encoding.Latin1.GetBytes(end);
        int at;
        while ((at = received.ToArray().AsSpan().IndexOf(wanted)) < 0)
            Assert.That(await FillAsync(), Is.True, "The server closed before its answer was complete.");
        return at + wanted.Length;
    }

    private async Task<string> TakeAsync(int count)
    {
        while (received.Count < count)
            Assert.That(await FillAsync(), Is.True, "The server closed before its answer was complete.");
        var taken = received.GetRange(0, count).ToArray();
        received.RemoveRange(0, count);
        return Encoding.Latin1.GetString(taken);
    }

    private async Task<bool> FillAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        var buffer = new byte[16_384];
        try
        {
            var read = await client.GetStream().ReadAsync(buffer, limit.Token);
            received.AddRange(buffer.AsSpan(0, read));
            return read > 0;
        }
        catch (IOException)
        {
            // Reset is closed, too.
            return false;
        }
    }
}
