using System.Diagnostics;
using Enterprise.Application.Sessions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Enterprise.Benchmarks;

/// <summary>
/// Refreshes per second of the whole program, against a bare Kestrel handler that sends the same statement; both in this process,
/// on one private PostgreSQL that flushes its log, under the same load, in turns. Compare the two, not machines.
/// </summary>
internal static class RefreshBenchmark
{
    public static async Task<int> RunAsync(string[] options)
    {
        var rounds = Lab.Option(options, "--rounds", 3);
        var clients = Lab.Option(options, "--clients", 16);
        var perRound = Lab.Option(options, "--refreshes", 500);
        await using var server = await Lab.StartServerAsync();
        await Lab.MigrateAsync(server.ConnectionString);
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        var program = await Lab.StartProgramAsync(server.ConnectionString);
        var bare = await BareRefresh.StartAsync(server.ConnectionString);
        // As many again, for a round that only warms up.
        var load = await RefreshLoad.NewAsync(database, NewTokens(), clients, (rounds + 1) * perRound);
        Console.WriteLine(
            $"{clients} clients, each with a session and an address of its own, {perRound} refreshes a round"
        );
        Console.WriteLine("                  per second   bytes allocated   WAL bytes   (each per refresh)");
        await Lab.ReadAsync<object>(database, "SELECT pg_stat_reset()");
        for (var round = 0; round <= rounds; round++)
            foreach (var (name, port) in ((string, int)[])[("program", program), ("bare handler", bare)])
                Report(round, name, await MeasureAsync(database, load, name, port, perRound));
        var rows = await RowsAsync(database) / (2.0 * clients * (rounds + 1) * perRound);
        Console.WriteLine(FormattableString.Invariant($"rows written per refresh, over all: {rows:F2}"));
        return 0;
    }

    private static RefreshTokens NewTokens() =>
        new(Options.Create(new JwtOptions { RefreshSecret = Lab.RefreshSecret }));

    private static void Report(int round, string name, Measurement found) =>
        Console.WriteLine(
            FormattableString.Invariant(
                $"{(round == 0 ? "warm-up" : $"round {round}")} {name, -13}{found.PerSecond, 9:F0}{found.Allocated, 18:F0}{found.WalBytes, 12:F0}"
            )
        );

    private static async Task<Measurement> MeasureAsync(
        NpgsqlDataSource database,
        RefreshLoad load,
        string series,
        int port,
        int perClient
    )
    {
        var wal = await Lab.ReadAsync<decimal>(database, "SELECT pg_current_wal_lsn() - '0/0'");
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var start = Stopwatch.GetTimestamp();
        load.Run(series, port, perClient);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        double count = load.Clients * perClient;
        wal = await Lab.ReadAsync<decimal>(database, "SELECT pg_current_wal_lsn() - '0/0'") - wal;
        return new Measurement(count / seconds, allocated / count, (double)wal / count);
    }

    /// <summary>A backend adds what it counted after ten seconds without work (PostgreSQL's PGSTAT_IDLE_INTERVAL).</summary>
    private static async Task<long> RowsAsync(NpgsqlDataSource database)
    {
        await Task.Delay(TimeSpan.FromSeconds(11));
        return await Lab.ReadAsync<long>(
            database,
            "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del)::bigint FROM pg_stat_user_tables"
        );
    }

    private sealed record Measurement(double PerSecond, double Allocated, double WalBytes);
}
