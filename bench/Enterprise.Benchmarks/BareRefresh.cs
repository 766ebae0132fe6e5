using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Enterprise.Application;
using Enterprise.Application.Sessions;
using Enterprise.Persistence.Database;
using Enterprise.Persistence.Sessions;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Enterprise.Benchmarks;

/// <summary>
/// The least that could send the statement of a refresh: a Kestrel handler without routing, that takes the session out of the
/// token unchecked and answers with the new generation. It signs nothing and hides nothing.
/// </summary>
internal static class BareRefresh
{
    public static async Task<int> StartAsync(string connectionString)
    {
        var source = Lab.NewPool(connectionString);
        return await BareKestrel.StartAsync(context => HandleAsync(context, source));
    }

    private static async Task HandleAsync(HttpContext context, NpgsqlDataSource source)
    {
        var token = await ReadTokenAsync(context.Request);
        var address = context.Connection.RemoteIpAddress;
        var now = DateTimeOffset.UnixEpoch;
        await using var command = source
            .CreateCommand(RefreshSql.Refresh)
            .With(Encoding.ASCII.GetBytes(address!.ToString().PadRight(32)))
            .With(TimeSpan.FromMilliseconds(0.06))
            .With(TimeSpan.FromMinutes(1))
            .With(Guid.CreateVersion7(now))
            .WithOrigin(new RequestOrigin(address, null, "bare"))
            .With(token.SessionId)
            .With(token.Generation)
            .With(token.Salt)
            .With(TimeSpan.FromSeconds(10))
            .With(TimeSpan.FromDays(7));
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        context.Response.StatusCode = reader.IsDBNull(1) ? 401 : 200;
        context.Response.ContentType = "application/json";
        var body = $$"""{"generation":{{(reader.IsDBNull(2) ? 0 : reader.GetInt32(2))}}}""";
        context.Response.ContentLength = body.Length;
        await context.Response.WriteAsync(body);
    }

    private static async Task<RefreshToken> ReadTokenAsync(HttpRequest request)
    {
        using var body = await JsonDocument.ParseAsync(request.Body);
        var bytes = Base64Url.DecodeFromChars(body.RootElement.GetProperty("refresh_token").GetString());
        return new RefreshToken(
            new Guid(bytes.AsSpan(0, 16), bigEndian: true),
            System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)),
            bytes[20..36]
        );
    }
}
