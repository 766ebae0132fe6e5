using Enterprise.Application.Accounts.Avatars;
using Enterprise.Tests.Support;
using Enterprise.Tests.Support.Raw;

namespace Enterprise.Tests.Api.Accounts;

/// <summary>Requests and answers as bytes.</summary>
internal sealed partial class AvatarSocketTests
{
    private string Put(string token, string rest) =>
        $"PUT /v1/me/avatar HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {token}\r\n{rest}";

    private string Get(string token, Guid id) =>
        $"GET /v1/users/{id}/avatar HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {token}\r\n\r\n";

    /// <summary>Sends a chunk and a half of a picture of four, and then nothing.</summary>
    private async Task<RawConnection> StartUploadAsync(string token, Uri? server = null)
    {
        var file = Pictures.PngOf(4 * AvatarChunks.Bytes);
        var connection = await SendAsync(Put(token, $"Content-Length: {file.Length}\r\n\r\n"), server);
        await connection.SendAsync(file.AsMemory(0, AvatarChunks.Bytes * 3 / 2), CancellationToken.None);
        return connection;
    }

    private async Task<RawConnection> SendAsync(string request, Uri? server = null)
    {
        // A small window, so that what is not read stays with the server.
        var connection = await RawConnection.OpenAsync(server ?? address, CancellationToken.None, receiveBuffer: 4096);
        await connection.SendAsync(request, CancellationToken.None);
        return connection;
    }

    private async Task<RawAnswer> ExchangeAsync(string request)
    {
        using var connection = await SendAsync(request);
        return await ReadAsync(connection);
    }

    private static async Task<RawAnswer> ReadAsync(RawConnection connection)
    {
        using var limit = new CancellationTokenSource(Wait.Bound);
        return await connection.ReadAsync(limit.Token)
            ?? throw new AssertionException("The server closed without an answer.");
    }

    /// <summary>Until the server has heard enough.</summary>
    private static async Task SendChunkedAsync(RawConnection connection, byte[] file)
    {
        for (var at = 0; at < file.Length && !connection.IsClosed; at += 65536)
        {
            var length = Math.Min(65536, file.Length - at);
            await connection.SendAsync($"{length:x}\r\n", CancellationToken.None);
            await connection.SendAsync(file.AsMemory(at, length), CancellationToken.None);
            await connection.SendAsync("\r\n", CancellationToken.None);
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
