using System.Diagnostics;
using System.Globalization;
using Enterprise.Domain.Roles;

namespace Enterprise.Benchmarks.Fuzz;

/// <summary>
/// Sends mutated requests over raw sockets and reports what breaks the promise that nothing a client sends is the server's fault:
/// 5xx, answers that are none, no answer, and connections out of step. Ends by itself; 1 where anything was found.
/// </summary>
internal static class FuzzRun
{
    private const string AnyPort = "http://127.0.0.1:";

    public static async Task<int> RunAsync(string[] options)
    {
        var seed = (ulong)Lab.Option(options, "--seed", (int)(Stopwatch.GetTimestamp() & int.MaxValue));
        var only = Lab.Option(options, "--only", -1);
        if (Lab.Option(options, "--url") is { } url)
            return await RunAsync(options, new Uri(url), Lab.Option(options, "--token"), seed, only);
        await using var database = await Lab.StartServerAsync();
        await Lab.MigrateAsync(database.ConnectionString);
        var port = await Lab.StartProgramAsync(database.ConnectionString);
        var admin = Lab.NewToken([.. Permissions.All]);
        var here = new Uri(AnyPort + port.ToString(CultureInfo.InvariantCulture));
        return await RunAsync(options, here, Lab.Option(options, "--token") ?? admin, seed, only);
    }

    private static async Task<int> RunAsync(string[] options, Uri server, string? token, ulong seed, long only)
    {
        Console.WriteLine($"--seed {seed}");
        var (tally, people) = (new FuzzTally(), new FuzzPeople(server, token));
        await people.RenewAsync(CancellationToken.None);
        var start = Stopwatch.GetTimestamp();
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(Lab.Option(options, "--seconds", 480)));
        var (first, last) = only >= 0 ? (only, only + 1) : (0, Lab.Option(options, "--requests", 100_000));
        var run = new Run(server, new Mutator(seed), people, tally, first, last);
        var connections = only >= 0 ? 1 : Lab.Option(options, "--connections", 16);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
        var keeping = people.KeepAsync(done.Token);
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => run.WorkAsync(end.Token)));
        await done.CancelAsync();
        await keeping.ContinueWith(
            _ => { },
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnCanceled,
            TaskScheduler.Default
        );
        Console.WriteLine(tally);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine(
            FormattableString.Invariant(
                $"{tally.Sent} requests in {seconds:F0} s, {tally.Faults} faults, --seed {seed}"
            )
        );
        return tally.Faults == 0 ? 0 : 1;
    }

    private sealed class Run(Uri server, Mutator mutator, FuzzPeople people, FuzzTally tally, long first, long last)
    {
        private long next = first - 1;

        public async Task WorkAsync(CancellationToken end)
        {
            using var client = new FuzzClient(server, tally);
            while (!end.IsCancellationRequested && Interlocked.Increment(ref next) is var number && number < last)
            {
                var request = mutator.Make(number);
                var bytes = request.Write(people.Words, number);
                tally.CountSent();
                if (await client.FaultAsync(request, number, bytes) is { } fault)
                    tally.Report(number, fault, bytes);
                else if (last == first + 1)
                    Console.WriteLine($"  {FuzzRequest.Show(bytes)}");
            }
        }
    }
}
