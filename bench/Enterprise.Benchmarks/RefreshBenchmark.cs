using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Enterprise.Application.Sessions;
using Enterprise.Migrations.Local;
using Enterprise.Persistence;
using Enterprise.Persistence.Database;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Enterprise.Benchmarks;

/// <summary>
/// Refreshes per second of the whole program, against a bare Kestrel handler that sends the same statement; both in this process,
/// on one private PostgreSQL that flushes its log, under the same load, in turns. Compare the two, not machines.
/// </summary>
internal static class RefreshBenchmark
{
    private const string RefreshSecret = "kP3vXq8TzW5nYr2BmL7cHs9JdFg4Ua6E-benchmark-refresh";

    public static async Task<int> RunAsync(string[] options)
    {
        var rounds = Option(options, "--rounds", 3);
        var clients = Option(options, "--clients", 16);
        var perRound = Option(options, "--refreshes", 500);
        var folder = Path.Combine(Path.GetTempPath(), $"enterprise-benchmark-{Environment.ProcessId}");
        var place = new LocalServerOptions(folder) { DeleteAfterUse = true, OwnerProcessId = Environment.ProcessId };
        await using var server = await LocalServer.StartAsync(place, CancellationToken.None);
        await MigrateAsync(server.ConnectionString);
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        var program = await StartProgramAsync(server.ConnectionString);
        var bare = await BareRefresh.StartAsync(server.ConnectionString);
        // As many again, for a round that only warms up.
        var load = await RefreshLoad.NewAsync(database, NewTokens(), clients, (rounds + 1) * perRound);
        Console.WriteLine(
            $"{clients} clients, each with a session and an address of its own, {perRound} refreshes a round"
        );
        Console.WriteLine("                  per second   bytes allocated   WAL bytes   (each per refresh)");
        await ReadAsync<object>(database, "SELECT pg_stat_reset()");
        for (var round = 0; round <= rounds; round++)
            foreach (var (name, port) in ((string, int)[])[("program", program), ("bare handler", bare)])
                Report(round, name, await MeasureAsync(database, load, name, port, perRound));
        var rows = await RowsAsync(database) / (2.0 * clients * (rounds + 1) * perRound);
        Console.WriteLine(FormattableString.Invariant($"rows written per refresh, over all: {rows:F2}"));
        return 0;
    }

    private static RefreshTokens NewTokens() => new(Options.Create(new JwtOptions { RefreshSecret = RefreshSecret }));

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
        var wal = await ReadAsync<decimal>(database, "SELECT pg_current_wal_lsn() - '0/0'");
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var start = Stopwatch.GetTimestamp();
        load.Run(series, port, perClient);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        double count = load.Clients * perClient;
        wal = await ReadAsync<decimal>(database, "SELECT pg_current_wal_lsn() - '0/0'") - wal;
        return new Measurement(count / seconds, allocated / count, (double)wal / count);
    }

    /// <summary>A backend adds what it counted after ten seconds without work (PostgreSQL's PGSTAT_IDLE_INTERVAL).</summary>
    private static async Task<long> RowsAsync(NpgsqlDataSource database)
    {
        await Task.Delay(TimeSpan.FromSeconds(11));
        return await ReadAsync<long>(
            database,
            "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del)::bigint FROM pg_stat_user_tables"
        );
    }

    private static async Task<T> ReadAsync<T>(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private static async Task MigrateAsync(string connectionString)
    {
        await using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(
                new ConfigurationBuilder().AddInMemoryCollection([new("Db:Url", connectionString)]).Build()
            )
            .AddSingleton(TimeProvider.System)
            .AddLogging()
            .AddDatabase()
            .BuildServiceProvider();
        await services.GetRequiredService<SchemaMigrator>().ApplyAsync(CancellationToken.None);
    }

    /// <summary>The program as it starts in production, logging warnings; it ends with this process.</summary>
    private static async Task<int> StartProgramAsync(string connectionString)
    {
        var port = FreePort.Find(null);
        (string Name, string Value)[] settings =
        [
            ("APP_ENV", "benchmark"),
            ("APP_DB__URL", connectionString),
            ("APP_SERVER__PORT", port.ToString(CultureInfo.InvariantCulture)),
            ("APP_LOG__LEVEL", "warning"),
            ("APP_LIMITS__CREDENTIALS_PER_MINUTE_PER_CLIENT", "1000000"),
            ("APP_JWT_ACCESS_SECRET", Convert.ToBase64String(RandomNumberGenerator.GetBytes(48))),
            ("APP_JWT_REFRESH_SECRET", RefreshSecret),
            ("APP_PASSWORD_PEPPER", Convert.ToBase64String(RandomNumberGenerator.GetBytes(48))),
        ];
        foreach (var (name, value) in settings)
            Environment.SetEnvironmentVariable(name, value);
        var entry = typeof(Api.Pipeline).Assembly.EntryPoint!;
        _ = Task.Run(() => entry.Invoke(null, [Array.Empty<string>()]));
        using var client = new HttpClient();
        while (!await IsReadyAsync(client, port))
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        return port;
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, int port)
    {
        try
        {
            return (await client.GetAsync(new Uri($"http://127.0.0.1:{port}/ready"))).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // not listening yet
        }
    }

    private static int Option(string[] options, string name, int otherwise) =>
        Array.IndexOf(options, name) is >= 0 and var at && at + 1 < options.Length
            ? int.Parse(options[at + 1], CultureInfo.InvariantCulture)
            : otherwise;

    private sealed record Measurement(double PerSecond, double Allocated, double WalBytes);
}
