using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Enterprise.Tests.Support.Otlp;

/// <summary>How a collector can be of no use.</summary>
internal enum Badness
{
    /// <summary>Nobody listens.</summary>
    Refuses,

    /// <summary>It takes connections and never reads or answers.</summary>
    Hangs,

    /// <summary>It reads, and answers one byte a second.</summary>
    Drips,

    /// <summary>It answers what is no HTTP.</summary>
    Babbles,

    /// <summary>It answers without end.</summary>
    Floods,

    /// <summary>It closes as soon as something comes.</summary>
    Resets,

    /// <summary>It answers 503 and asks to wait for an hour.</summary>
    Overloaded,
}

/// <summary>Something that listens where a collector should.</summary>
internal sealed class BadCollector : IAsyncDisposable
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\n";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Badness badness;
    private readonly Task accepting;
    private int connections;

    public BadCollector(Badness badness)
    {
        this.badness = badness;
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        if (badness == Badness.Refuses)
            listener.Stop();
        accepting = badness == Badness.Refuses ? Task.CompletedTask : AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>How many came, so that a test knows that it was asked at all.</summary>
    public int Connections => Volatile.Read(ref connections);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            var client = await listener.AcceptTcpClientAsync(stop.Token);
            Interlocked.Increment(ref connections);
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            var stream = client.GetStream();
            if (badness == Badness.Hangs)
                await Task.Delay(Timeout.Infinite, stop.Token);
            var buffer = new byte[64 * 1024];
            if (await stream.ReadAsync(buffer, stop.Token) > 0)
                await AnswerAsync(stream);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The other side had enough, or the test is over.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        switch (badness)
        {
            case Badness.Drips:
                await WriteAsync(stream, Head + "Content-Length: 1000\r\n\r\n");
                while (true)
                {
                    await WriteAsync(stream, "x");
                    await Task.Delay(TimeSpan.FromSeconds(1), stop.Token);
                }
            case Badness.Babbles:
                await WriteAsync(stream, "\0\u0001\u0002 I am no collector \r\r\n\n\u00ff");
                break;
            case Badness.Floods:
                await WriteAsync(stream, Head + "\r\n");
                while (true)
                    await WriteAsync(stream, new string('x', 64 * 1024));
            case Badness.Overloaded:
                await WriteAsync(
                    stream,
                    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n"
                );
                break;
        }
    }

    private Task WriteAsync(NetworkStream stream, string text) =>
        stream.WriteAsync(Encoding.Latin1.GetBytes(text), stop.Token).AsTask();
}
