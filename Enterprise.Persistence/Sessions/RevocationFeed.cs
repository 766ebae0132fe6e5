using System.Diagnostics;
using Enterprise.Application;
using Enterprise.Application.Sessions;
using Enterprise.Persistence.Database;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace Enterprise.Persistence.Sessions;

/// <summary>
/// Keeps <see cref="Revocations"/> complete: listens on a connection of its own, reads what is new when the database says that
/// there is something and several times a second anyway, and reads everything after a lost connection. Each reading ends with the
/// statement that all is known up to its start; without it, requests ask the database themselves.
/// </summary>
internal sealed class RevocationFeed(
    IOptions<DatabaseOptions> options,
    ILoggerFactory logs,
    NpgsqlDataSource pool,
    Revocations revocations,
    TimeProvider time,
    ILogger<RevocationFeed> logger
) : BackgroundService
{
    /// <summary>Between two readings when nothing is announced: two may be late before the bound is reached.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    /// <summary>After an announcement, so that a thousand of them in a second are not a thousand readings.</summary>
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(10);

    /// <summary>A frozen server does not honour tokens, so each wait for it has a clock of its own.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan TrimInterval = TimeSpan.FromMinutes(1);

    private readonly NpgsqlDataSource source = DataSources.CreateForFeed(options.Value, logs);
    private long trimmedAt = time.GetTimestamp();
    private bool isLost;

    public override void Dispose()
    {
        source.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            // Of any kind: an exception that gets out of here would end the program, and the next connection may find all well.
            catch (Exception exception)
            {
                if (!isLost)
                    logger.FeedLost(exception.GetType().Name);
                isLost = true;
            }
            // Also while nothing is heard: this instance adds what it ends itself.
            Trim();
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        var connection = source.CreateConnection();
        try
        {
            await BoundAsync(
                async token =>
                {
                    await connection.OpenAsync(token);
                    await using var listen = new NpgsqlCommand(RevocationSql.Listen, connection);
                    return await listen.ExecuteNonQueryAsync(token);
                },
                ct
            );
            if (options.Value.HasDirectWay)
                await BoundAsync(token => CheckPlaceAsync(connection, token), ct);
            // From the first transaction there ever was: after a lost connection nothing is known of what came in between.
            var position = 0UL;
            while (true)
            {
                position = await BoundAsync(token => ReadAsync(connection, position, token), ct);
                Report();
                Trim();
                if (await connection.WaitAsync(Interval, ct))
                    await Task.Delay(Spacing, time, ct);
            }
        }
        finally
        {
            // Not waited for: closing tells the server, and a frozen one does not listen.
            _ = Task.Run(connection.DisposeAsync, CancellationToken.None);
        }
    }

    /// <summary>What is heard elsewhere than where requests write would be silence, and silence says that nothing was revoked.</summary>
    private async Task<bool> CheckPlaceAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var serving = await pool.OpenConnectionAsync(ct);
        if (await PlaceAsync(connection, ct) != await PlaceAsync(serving, ct))
            throw new OtherDatabaseException();
        return true;
    }

    private static async Task<string?> PlaceAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(RevocationSql.Place, connection);
        return await command.ExecuteScalarAsync(ct) as string;
    }

    /// <summary>
    /// Reads what may have been committed since the last reading, some of it again; gives the new position. A reading that is
    /// given up on may still be under way, so nothing but what is true at any time is said from here.
    /// </summary>
    private async Task<ulong> ReadAsync(NpgsqlConnection connection, ulong position, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        await using var command = new NpgsqlCommand(RevocationSql.Read, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = position, NpgsqlDbType = NpgsqlDbType.Xid8 });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var news = 0;
        while (await reader.ReadAsync(ct))
        {
            position = reader.GetFieldValue<ulong>(0);
            if (!reader.IsDBNull(1) && revocations.Add(Read(reader)))
                news++;
        }
        revocations.MarkComplete(started);
        Tell(news, time.GetElapsedTime(started));
        return position;
    }

    /// <summary>A trace of its own for what came from other instances; the many readings that bring nothing leave none.</summary>
    private void Tell(int news, TimeSpan elapsed)
    {
        if (news == 0)
            return;
        using var span = Traces.Source.StartActivity(
            Traces.RevocationFeed,
            ActivityKind.Internal,
            parentContext: default,
            startTime: time.GetUtcNow() - elapsed
        );
        span?.SetTag(Traces.Count, news);
    }

    private static Revocation Read(NpgsqlDataReader reader) =>
        new(
            reader.IsDBNull(2) ? null : reader.GetGuid(2),
            reader.IsDBNull(3) ? null : reader.GetGuid(3),
            reader.IsDBNull(4) ? null : reader.GetString(4),
            reader.IsDBNull(5) ? int.MaxValue : reader.GetInt32(5),
            reader.GetTimeSpan(1)
        );

    private void Report()
    {
        if (isLost)
            logger.FeedFollows(revocations.Count);
        isLost = false;
    }

    private void Trim()
    {
        if (time.GetElapsedTime(trimmedAt) < TrimInterval)
            return;
        trimmedAt = time.GetTimestamp();
        revocations.Trim();
    }

    private async Task<T> BoundAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Limit);
        return await ask(limit.Token).WaitAsync(Limit, time, ct);
    }
}
