using Enterprise.Persistence.Database;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Enterprise.Persistence.Sessions;

/// <summary>
/// Deletes what has ended: sessions, revocations, forgotten failures, unused allowances and uploads. In small batches, each a transaction
/// of its own that waits for nobody, so any number of instances may do it at once and no request notices.
/// </summary>
internal sealed class CleanUp(
    NpgsqlDataSource source,
    DatabaseGate database,
    IOptions<CleanUpOptions> options,
    ILogger<CleanUp> logger
)
{
    private const int BatchSize = 1000;

    /// <summary>Goes through all tables once; gives how many rows went.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var all = 0;
        foreach (var table in CleanUpTable.All)
        {
            var count = await RunAsync(table, ct);
            if (count > 0)
                logger.CleanedUp(table.Table, count);
            all += count;
        }
        return all;
    }

    private async Task<int> RunAsync(CleanUpTable table, CancellationToken ct)
    {
        var count = 0;
        var next = table.Start;
        while (await RunBatchAsync(table, next, ct) is { } batch)
        {
            next = batch.Last;
            count += batch.Gone;
        }
        return count;
    }

    private Task<(object Last, int Gone)?> RunBatchAsync(CleanUpTable table, object after, CancellationToken ct) =>
        database.OnceAsync<(object, int)?>(
            async token =>
            {
                await using var command = source.CreateCommand(table.Sql);
                command.Parameters.Add(new NpgsqlParameter { Value = after });
                command.With(options.Value.KeepEnded).With(BatchSize);
                await using var reader = await command.ExecuteReaderAsync(token);
                return await reader.ReadAsync(token) ? (reader.GetValue(0), reader.GetInt32(1)) : null;
            },
            ct,
            database.LongWait
        );
}
