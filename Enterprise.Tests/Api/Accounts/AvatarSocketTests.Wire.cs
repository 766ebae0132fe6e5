using System.Net.Sockets;
using System.Text;
using Enterprise.Application.Accounts.Avatars;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Accounts;

/// <summary>Requests and answers as bytes.</summary>
internal sealed partial class AvatarSocketTests
{
    private string Put(string token, string rest) =>
        $"PUT /v1/me/avatar HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {token}\r\n{rest}";

    private string Get(string token, Guid id) =>
        $"GET /v1/users/{id}/avatar HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {token}\r\n\r\n";

    /// <summary>Sends a chunk and a half of a picture of four, and then nothing.</summary>
    private async Task<TcpClient> StartUploadAsync(string token, Uri? server = null)
    {
        var file = Pictures.PngOf(4 * AvatarChunks.Bytes);
        var connection = await SendAsync(Put(token, $"Content-Length: {file.Length}\r\n\r\n"), server);
        await connection.GetStream().WriteAsync(file.AsMemory(0, AvatarChunks.Bytes * 3 / 2));
        return connection;
    }

    private async Task<TcpClient> ConnectAsync(Uri? server = null)
    {
        // A small window, so that what is not read stays with the server.
        var connection = new TcpClient { ReceiveBufferSize = 4096 };
        await connection.ConnectAsync((server ?? address).Host, (server ?? address).Port);
        return connection;
    }

    private async Task<TcpClient> SendAsync(string request, Uri? server = null)
    {
        var connection = await ConnectAsync(server);
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        return connection;
    }

    private async Task<string> ExchangeAsync(string request)
    {
        using var connection = await SendAsync(request);
        return await ReadAsync(connection.GetStream());
    }

    /// <summary>Reads until the server has answered a whole problem document or closed.</summary>
    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        using var limit = new CancellationTokenSource(Wait.Bound);
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

    /// <summary>Until the server has heard enough.</summary>
    private static async Task TrySendChunkedAsync(NetworkStream stream, byte[] file)
    {
        try
        {
            for (var at = 0; at < file.Length; at += 65536)
            {
                var length = Math.Min(65536, file.Length - at);
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"{length:x}\r\n"));
                await stream.WriteAsync(file.AsMemory(at, length));
                await stream.WriteAsync("\r\n"u8.ToArray());
            }
        }
        catch (IOException closed)
        {
            await TestContext.Out.WriteLineAsync($"The server closed: {closed.Message}");
        }
    }

    /// <summary>Uploads with a chunk in the store that nobody has ended, when there are as many as expected.</summary>
    private Task<long> PendingAsync(long expected) =>
        Eventually.Async(
            () =>
                Database.ReadAsync<long>(
                    "SELECT count(*) FROM avatars JOIN avatar_chunks ON avatar_id = id WHERE stored_at IS NULL"
                ),
            count => count == expected
        );

    private Task<(long, long)> GoneAsync(Guid id) => Eventually.Async(() => CountAsync(id), count => count == (0, 0));
}
