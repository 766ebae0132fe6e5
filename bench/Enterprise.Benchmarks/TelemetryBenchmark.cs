using System.Diagnostics;
using System.Text;
using Enterprise.Domain.Roles;
using Enterprise.Migrations.Local;
using Npgsql;

namespace Enterprise.Benchmarks;

/// <summary>
/// What telemetry costs: the same program with everything off, with metrics alone, and with traces, metrics and logs sent to a collector,
/// each in a process of its own, under the same load in turns. The load is the cheapest request that asks the database, so the ratio
/// is the worst there is. Compare the programs, not machines.
/// </summary>
internal static class TelemetryBenchmark
{
    private const string NewPerson = """
        INSERT INTO users (id, email, normalized_email, user_name, normalized_user_name, password_hash,
            security_stamp, concurrency_stamp, created_at, updated_at, email_confirmed, two_factor_enabled)
        VALUES ($1, 'one@example.com', 'ONE@EXAMPLE.COM', 'one', 'ONE', 'none', 'none', 'none', now(), now(), false, false)
        """;

    public static async Task<int> RunAsync(string[] options)
    {
        var rounds = Lab.Option(options, "--rounds", 15);
        var clients = Lab.Option(options, "--clients", 16);
        var perClient = Lab.Option(options, "--requests", 400);
        await using var server = await Lab.StartServerAsync();
        await Lab.MigrateAsync(server.ConnectionString);
        var request = await NewRequestAsync(server.ConnectionString);
        var collector = await BareKestrel.StartAsync(context => context.Request.Body.CopyToAsync(Stream.Null));
        using var off = await TelemetrySide.StartAsync("all off", server.ConnectionString, Off);
        using var metrics = await TelemetrySide.StartAsync("metrics", server.ConnectionString, MetricsOnly);
        using var lines = await TelemetrySide.StartAsync("lines", server.ConnectionString, LinesOnly);
        using var traces = await TelemetrySide.StartAsync("+ traces", server.ConnectionString, Sent(collector, false));
        using var all = await TelemetrySide.StartAsync("+ logs", server.ConnectionString, Sent(collector, true));
        TelemetrySide[] sides = [off, metrics, lines, traces, all];
        // The first round only warms up.
        for (var round = 0; round <= rounds; round++)
        // Each comes first in turn: whoever follows another finds another cache.
        for (var turn = 0; turn < sides.Length; turn++)
            sides[(round + turn) % sides.Length].Measure(request, clients, perClient, kept: round > 0);
        Console.WriteLine($"{clients} clients, {perClient} requests each a round; medians of {rounds} rounds");
        Console.WriteLine($"{"", -10}{"per second", 12}{"of all off", 12}{"CPU us each", 13}{"of all off", 12}");
        foreach (var side in sides)
            Console.WriteLine(
                FormattableString.Invariant(
                    $"{side.Name, -10}{side.PerSecond, 12:F0}{side.PerSecond / off.PerSecond, 12:F3}{side.CpuMicroseconds, 13:F1}{side.CpuMicroseconds / off.CpuMicroseconds, 12:F3}"
                )
            );
        return 0;
    }

    private static (string Name, string Value)[] Off =>
        [("APP_TELEMETRY__PROMETHEUS", "false"), ("APP_LOG__LEVEL", "warning")];

    private static (string Name, string Value)[] MetricsOnly => [("APP_LOG__LEVEL", "warning")];

    private static (string Name, string Value)[] LinesOnly =>
        [("APP_TELEMETRY__PROMETHEUS", "false"), ("APP_LOG__LEVEL", "information")];

    private static (string Name, string Value)[] Sent(int collector, bool logs) =>
        [
            ("APP_TELEMETRY__ENDPOINT", $"http://127.0.0.1:{collector}"),
            ("APP_TELEMETRY__LOGS", logs ? "true" : "false"),
            ("APP_LOG__LEVEL", logs ? "information" : "warning"),
        ];

    private static async Task<byte[]> NewRequestAsync(string connectionString)
    {
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var command = database.CreateCommand(NewPerson);
        command.Parameters.Add(new NpgsqlParameter { Value = id });
        await command.ExecuteNonQueryAsync();
        return Encoding.ASCII.GetBytes(
            $"GET /v1/users/{id} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {Lab.NewToken(Permissions.UsersRead)}\r\n\r\n"
        );
    }
}

/// <summary>One program in a process of its own, and what it did under load.</summary>
internal sealed class TelemetrySide : IDisposable
{
    private readonly Process process;
    private readonly int port;
    private readonly List<double> perSecond = [];
    private readonly List<double> cpu = [];

    private TelemetrySide(string name, Process process, int port)
    {
        Name = name;
        this.process = process;
        this.port = port;
    }

    public string Name { get; }

    public double PerSecond => Median(perSecond);

    /// <summary>Of the program alone, for each request.</summary>
    public double CpuMicroseconds => Median(cpu);

    public static async Task<TelemetrySide> StartAsync(
        string name,
        string connectionString,
        (string Name, string Value)[] settings
    )
    {
        var port = FreePort.Find(null);
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Enterprise.Api.dll"));
        foreach (var (key, value) in Lab.Settings(connectionString, port).Concat(settings))
            start.Environment[key] = value;
        var process = Process.Start(start)!;
        // Read, as a log collector would; a full pipe must not be what is measured.
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        await Lab.WaitUntilReadyAsync(port);
        return new TelemetrySide(name, process, port);
    }

    public void Measure(byte[] request, int clients, int perClient, bool kept)
    {
        var readers = new Readers(port, request, clients, perClient);
        process.Refresh();
        var before = process.TotalProcessorTime;
        var start = Stopwatch.GetTimestamp();
        readers.Run();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        process.Refresh();
        if (!kept)
            return;
        double count = clients * perClient;
        perSecond.Add(count / seconds);
        cpu.Add((process.TotalProcessorTime - before).TotalMicroseconds / count);
    }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
