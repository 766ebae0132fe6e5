using System.Globalization;
using System.Net;
using System.Text.Json;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Audit;
using Enterprise.Application.Lists;
using Enterprise.Persistence.Database;
using Npgsql;

namespace Enterprise.Persistence.Audit;

internal sealed class AuditTrail(NpgsqlDataSource source, DatabaseGate database) : IAuditTrail
{
    /// <summary>As the statements that write entries spell what changed.</summary>
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public Task<AuditSlice> ReadAsync(AuditSearch search, CancellationToken ct) =>
        database.IdempotentAsync(
            async token =>
            {
                await using var batch = source.CreateBatch();
                batch.Add(AuditTrailSql.PlanForTheQuestion);
                Bind(batch.Add(AuditTrailSql.Of(search)), search);
                await using var reader = await batch.ExecuteReaderAsync(token);
                await reader.NextResultAsync(token);
                List<AuditEntry> entries = new(search.Size);
                while (entries.Count < search.Size && await reader.ReadAsync(token))
                    entries.Add(ReadEntry(reader));
                var isMore = entries.Count == search.Size && await reader.ReadAsync(token);
                return new AuditSlice(entries, isMore ? PositionOf(entries[^1]) : null);
            },
            ct
        );

    private static void Bind(NpgsqlParameterCollection parameters, AuditSearch search)
    {
        if (search.Actor is { } actor)
            parameters.With(actor);
        if (search.Subject is { } subject)
            parameters.With(subject);
        if (search.Action is { } action)
            parameters.WithText(action);
        if (search.From is { } from)
            parameters.With(from);
        if (search.To is { } to)
            parameters.With(to);
        if (search.After is { } after)
            parameters.With(TimeOf(after)).With(after.Id);
        // One more than is shown tells whether there is a next page.
        parameters.With(search.Size + 1);
    }

    private static AuditEntry ReadEntry(NpgsqlDataReader reader) =>
        new(
            reader.GetGuid(0),
            reader.GetFieldValue<DateTimeOffset>(1),
            reader.GetString(2),
            reader.GetString(3),
            reader.IsDBNull(4) ? null : reader.GetGuid(4),
            reader.IsDBNull(5) ? null : reader.GetGuid(5),
            reader.IsDBNull(6) ? null : reader.GetFieldValue<IPAddress>(6).ToString(),
            reader.IsDBNull(7) ? null : reader.GetString(7),
            reader.GetString(8),
            reader.IsDBNull(9)
                ? null
                : JsonSerializer.Deserialize<Dictionary<string, AuditChange>>(reader.GetString(9), Json)
        );

    private static Position PositionOf(AuditEntry entry) =>
        new(entry.At.UtcTicks.ToString(CultureInfo.InvariantCulture), entry.Id);

    private static DateTimeOffset TimeOf(Position position) =>
        new(long.Parse(position.Key, CultureInfo.InvariantCulture), TimeSpan.Zero);
}
