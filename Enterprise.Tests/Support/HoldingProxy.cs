using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Enterprise.Tests.Support;

/// <summary>Stands between the program and its database, and can keep back what the database answers or cut the line.</summary>
internal sealed class HoldingProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly NpgsqlConnectionStringBuilder target;
    private readonly Lock gate = new();
    private readonly List<TcpClient> open = [];
    private readonly Task accepting;
    private TaskCompletionSource answers = Passing();

    public HoldingProxy(string connectionString)
    {
        target = new NpgsqlConnectionStringBuilder(connectionString);
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>The database by way of the proxy.</summary>
    public string ConnectionString =>
        new NpgsqlConnectionStringBuilder(target.ConnectionString)
        {
            Host = IPAddress.Loopback.ToString(),
            Port = ((IPEndPoint)listener.LocalEndpoint).Port,
        }.ConnectionString;

    /// <summary>From now on questions pass and answers do not.</summary>
    public void Hold() => answers = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Cuts every connection, with the answers that were kept back; new ones pass.</summary>
    public void Cut()
    {
        lock (gate)
        {
            foreach (var client in open)
                client.Dispose();
            open.Clear();
        }
        var held = answers;
        answers = Passing();
        held.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        Cut();
        await accepting;
        stop.Dispose();
    }

    private static TaskCompletionSource Passing()
    {
        var passing = new TaskCompletionSource();
        passing.SetResult();
        return passing;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await listener.AcceptTcpClientAsync(stop.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // Disposed of.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        var server = new TcpClient();
        try
        {
            await server.ConnectAsync(target.Host!, target.Port, stop.Token);
            lock (gate)
                open.AddRange([client, server]);
            await Task.WhenAny(
                client.GetStream().CopyToAsync(server.GetStream(), stop.Token),
                CopyAnswersAsync(server.GetStream(), client.GetStream())
            );
        }
        finally
        {
            client.Dispose();
            server.Dispose();
        }
    }

    private async Task CopyAnswersAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[16384];
        while (await from.ReadAsync(buffer, stop.Token) is > 0 and var length)
        {
            await answers.Task.WaitAsync(stop.Token);
            await to.WriteAsync(buffer.AsMemory(0, length), stop.Token);
        }
    }
}
