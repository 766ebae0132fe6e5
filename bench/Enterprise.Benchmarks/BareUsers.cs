using System.Buffers;
using System.Text.Json;
using Enterprise.Application.Users;
using Enterprise.Persistence.Database;
using Enterprise.Persistence.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace Enterprise.Benchmarks;

/// <summary>
/// The least that could send the statements of reading one person and of a first page: a Kestrel handler without routing, that asks
/// nobody who they are and writes what comes.
/// </summary>
internal static class BareUsers
{
    private const string OnePrefix = "/v1/users/";
    private static readonly UserSearch FirstPage = new(
        null,
        null,
        null,
        default(UserSort) with
        {
            IsDescending = true,
        },
        20,
        0,
        null
    );
    private static readonly UpperInvariantLookupNormalizer Normalizer = new();

    public static Task<int> StartAsync(string connectionString)
    {
        var source = Lab.NewPool(connectionString);
        return BareKestrel.StartAsync(context =>
            context.Request.Path.Value!.StartsWith(OnePrefix, StringComparison.Ordinal)
                ? FindAsync(context, source)
                : ListAsync(context, source)
        );
    }

    private static async Task FindAsync(HttpContext context, NpgsqlDataSource source)
    {
        var id = Guid.Parse(context.Request.Path.Value.AsSpan(OnePrefix.Length));
        await using var command = source.CreateCommand(UserSql.Find).With(id);
        await using var reader = await command.ExecuteReaderAsync(context.RequestAborted);
        await reader.ReadAsync(context.RequestAborted);
        context.Response.Headers.ETag = $"\"{reader.GetString(7)}\"";
        var body = new ArrayBufferWriter<byte>(512);
        await using (var json = new Utf8JsonWriter(body))
            WriteUser(json, reader);
        await AnswerAsync(context, body);
    }

    private static async Task ListAsync(HttpContext context, NpgsqlDataSource source)
    {
        await using var batch = source.CreateBatch();
        batch.Add(UserListSql.PlanForTheSearch);
        UserListReading.Bind(batch.Add(UserListSql.Of(FirstPage)), FirstPage, Normalizer);
        await using var reader = await batch.ExecuteReaderAsync(context.RequestAborted);
        await reader.NextResultAsync(context.RequestAborted);
        var body = new ArrayBufferWriter<byte>(8192);
        await using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteStartArray("items"u8);
            for (var i = 0; i < FirstPage.Size && await reader.ReadAsync(context.RequestAborted); i++)
                WriteUser(json, reader);
            json.WriteEndArray();
            json.WriteNumber("total"u8, reader.GetInt64(UserListSql.EstimateColumn));
            json.WriteEndObject();
        }
        await AnswerAsync(context, body);
    }

    private static void WriteUser(Utf8JsonWriter json, NpgsqlDataReader reader)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, reader.GetGuid(0));
        json.WriteString("email"u8, reader.GetString(1));
        json.WriteString("name"u8, reader.IsDBNull(2) ? null : reader.GetString(2));
        json.WriteStartArray("roles"u8);
        foreach (var role in reader.GetFieldValue<string[]>(3))
            json.WriteStringValue(role);
        json.WriteEndArray();
        json.WriteString("status"u8, reader.GetBoolean(4) ? "locked"u8 : "active"u8);
        json.WriteString("created_at"u8, reader.GetDateTime(5));
        json.WriteString("updated_at"u8, reader.GetDateTime(6));
        json.WriteEndObject();
    }

    private static async Task AnswerAsync(HttpContext context, ArrayBufferWriter<byte> body)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.WrittenCount;
        await context.Response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }
}
