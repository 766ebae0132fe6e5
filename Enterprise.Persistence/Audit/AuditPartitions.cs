using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Enterprise.Persistence.Audit;

/// <summary>
/// Makes the parts of the trail for the next months, at the start and twice a day; the database's own function does it, since the
/// application may make no tables. A part that is missing costs nothing but order: its entries go into the last one. Several instances
/// may try at once.
/// </summary>
internal sealed class AuditPartitions(NpgsqlDataSource source, TimeProvider time, ILogger<AuditPartitions> logger)
    : BackgroundService
{
    private const string Make = "SELECT make_audit_partitions()";

    private static readonly TimeSpan Interval = TimeSpan.FromHours(12);
    private static readonly TimeSpan IntervalAfterFailure = TimeSpan.FromMinutes(5);

    /// <summary>Makes those that are missing; gives how many, and none where somebody else is at it.</summary>
    public async Task<int> MakeAsync(CancellationToken ct)
    {
        await using var command = source.CreateCommand(Make);
        return await command.ExecuteScalarAsync(ct) is int made ? made : 0;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = await TryAsync(stoppingToken) ? Interval : IntervalAfterFailure;
            await Task.Delay(wait, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> TryAsync(CancellationToken ct)
    {
        try
        {
            if (await MakeAsync(ct) is > 0 and var made)
                logger.PartitionsMade(made);
            return true;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return false;
        }
        // Of any kind: an exception that gets out of here would end the program, and there are months left to try again.
        catch (Exception exception)
        {
            logger.PartitionsFailed(exception.GetType().Name);
            return false;
        }
    }
}
