using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Enterprise.Tests.Support.Load;

/// <summary>What an operator's script sees of an instance: something that says whether it is ready, and which commit it was built from.</summary>
internal sealed class StandIn : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task serving;

    public StandIn()
    {
        listener.Start();
        serving = ServeAsync();
    }

    public string Address =>
        $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}";

    public string Url => $"http://{Address}";

    /// <summary>While this file is there, it is not ready.</summary>
    public string? AwayFile { get; set; }

    public bool IsReady { get; set; } = true;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await serving;
        listener.Dispose();
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                var stream = client.GetStream();
                var asked = new byte[2048];
                var length = await stream.ReadAsync(asked, stop.Token);
                await stream.WriteAsync(Answer(Encoding.ASCII.GetString(asked, 0, length)), stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the test.
        }
    }

    private byte[] Answer(string request)
    {
        var isReady = IsReady && !File.Exists(AwayFile);
        var (status, body) = request.Contains("/version", StringComparison.Ordinal)
            ? ("200 OK", """{"version":"1.0.0","commit":"abcdef012345","built_at":"unknown"}""")
            : (isReady ? "200 OK" : "503 Service Unavailable", "{}");
        return Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"
        );
    }
}
