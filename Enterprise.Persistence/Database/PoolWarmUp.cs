using Enterprise.Application.Health;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Enterprise.Persistence.Database;

/// <summary>Opens the connections that the pool keeps when idle (<c>APP_DB__MIN_POOL_SIZE</c>), which the driver would open when they are needed.</summary>
internal sealed class PoolWarmUp(NpgsqlDataSource source, IOptions<DatabaseOptions> options) : IWarmUp
{
    public bool NeedsDatabase => true;

    public async Task RunAsync(CancellationToken ct)
    {
        var opened = new List<NpgsqlConnection>(options.Value.MinPoolSize);
        try
        {
            while (opened.Count < options.Value.MinPoolSize)
                opened.Add(await source.OpenConnectionAsync(ct));
        }
        finally
        {
            foreach (var connection in opened)
                await connection.DisposeAsync();
        }
    }
}
