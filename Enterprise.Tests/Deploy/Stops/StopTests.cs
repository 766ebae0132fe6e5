using System.Globalization;
using Enterprise.Tests.Support;
using Enterprise.Tests.Support.Load;
using Enterprise.Tests.Support.Proxies;

namespace Enterprise.Tests.Deploy.Stops;

/// <summary>
/// One of two instances ends behind a proxy with the configuration that ships, under clients that keep their connections. What that costs
/// is counted: <c>STOP_ROUNDS</c> stops (1), <c>LOAD_PER_SECOND</c> requests of each client (2).
/// </summary>
[TestFixture(ProxyKind.Caddy)]
[TestFixture(ProxyKind.Nginx)]
[Platform("Linux")]
internal sealed class StopTests(ProxyKind kind)
{
    /// <summary>nginx leaves an instance alone for five seconds after it could not be reached; Caddy asks again each second.</summary>
    private static readonly TimeSpan Noticed = TimeSpan.FromSeconds(6);

    /// <summary>
    /// A machine that tests share may be too busy for the other instance to say within two seconds that it is ready. Then Caddy is right to
    /// send nothing to either, and the round says nothing about stops: it is told, and made again.
    /// </summary>
    private const int MostRepeats = 3;

    private readonly List<Instance> instances = [];
    private TestDatabase database = null!;
    private ProxyProcess? proxy;
    private long? restarted;

    private static int Rounds => Number("STOP_ROUNDS", 1);

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        ProxyPrograms.Need();
        database = await TestDatabase.CreateAsync();
        instances.AddRange(await Instance.StartManyAsync(database, 2));
        proxy = await ProxyProcess.StartAsync(kind, [.. instances.Select(instance => instance.Address)]);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (proxy is not null)
            await proxy.DisposeAsync();
        foreach (var instance in instances)
            await instance.DisposeAsync();
        if (database is not null)
            await database.DisposeAsync();
    }

    [Test]
    public async Task An_instance_that_is_told_to_stop_is_missed_by_nobody()
    {
        List<int> codes = [];
        var report = await CountAsync("SIGTERM", async instance => codes.Add(await instance.StopAsync()));

        Assert.Multiple(() =>
        {
            Assert.That(codes, Has.All.Zero);
            Assert.That(report.Failures, Is.Empty, report.ToString());
            Assert.That(report.Lost, Is.Empty, report.ToString());
        });
    }

    [Test]
    public async Task An_instance_that_is_killed_costs_no_more_than_the_writes_it_was_working_on()
    {
        List<long> gone = [];
        var report = await CountAsync("SIGKILL", async instance => gone.Add(await instance.KillAsync()));

        Assert.Multiple(() =>
        {
            Assert.That(
                report.Failures.Where(failure => failure.Kind == LoadKind.Get),
                Is.Empty,
                $"What only reads is asked of the other instance. {report}"
            );
            Assert.That(
                report.Failures.Where(failure => !gone.Any(moment => WasInFlight(failure, moment))),
                Is.Empty,
                $"What was begun when it was gone is sent to the other one. {report}"
            );
            Assert.That(report.Lost, Is.Empty, report.ToString());
        });
    }

    /// <summary>Ends the one and the other in turn, as often as was asked for, each with some time for whatever it costs to be felt.</summary>
    private async Task<LoadReport> CountAsync(string name, Func<Instance, Task> endAsync)
    {
        using var load = await LoadRun.StartAsync(proxy!, database, Pace());
        for (var (done, repeats) = (0, 0); done < Rounds; )
        {
            var (leaving, staying) = (instances[done % 2], instances[(done + 1) % 2]);
            var (failures, timeouts) = (load.Tally.FailureCount, proxy!.CountTimeouts(staying));
            await NoticeAsync();
            await endAsync(leaving);
            await load.GoOnAsync(answers: 100);
            if (load.Tally.FailureCount > failures)
                await TestContext.Out.WriteLineAsync(proxy!.Complaints());
            await RestartAsync(done % 2);
            if (
                load.Tally.FailureCount > failures
                && proxy!.CountTimeouts(staying) > timeouts
                && repeats++ < MostRepeats
            )
                load.Tally.Forgive(failures);
            else
                done++;
        }
        return await load.StopAsync($"{name} behind {kind}, {Rounds.ToString(CultureInfo.InvariantCulture)} times");
    }

    private async Task RestartAsync(int index)
    {
        var port = instances[index].Port;
        await instances[index].DisposeAsync();
        instances[index] = await Instance.StartAsync(database, port);
        restarted = TimeProvider.System.GetTimestamp();
    }

    /// <summary>The proxy has to have noticed that the last one is back, before the other one goes.</summary>
    private async Task NoticeAsync()
    {
        if (restarted is { } since && Noticed - TimeProvider.System.GetElapsedTime(since) is { Ticks: > 0 } rest)
            await Task.Delay(rest);
    }

    private static bool WasInFlight(LoadFailure failure, long gone) =>
        failure.Begun <= gone && TimeProvider.System.GetElapsedTime(failure.Begun, gone) < new LoadSettings().Patience;

    private static LoadSettings Pace() => new() { PerSecond = Number("LOAD_PER_SECOND", 2) };

    private static int Number(string variable, int usual) =>
        int.TryParse(
            Environment.GetEnvironmentVariables()[variable] as string,
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var given
        )
            ? given
            : usual;
}
