using System.Globalization;
using Enterprise.Tests.Support;
using Enterprise.Tests.Support.Load;
using Enterprise.Tests.Support.Proxies;

namespace Enterprise.Tests.Deploy.Stops;

/// <summary>
/// One of two instances ends behind both proxies with the configuration that ships, each under clients of its own that keep their
/// connections. What that costs is counted: <c>STOP_ROUNDS</c> stops (1).
/// </summary>
[Platform("Linux")]
internal sealed class StopTests
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
    private int? missing;

    private static int Rounds => LoadSettings.Number("STOP_ROUNDS", 1);

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        ProxyPrograms.Need();
        database = await TestDatabase.CreateAsync();
        instances.AddRange(await Instance.StartManyAsync(database, 2));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        foreach (var instance in instances)
            await instance.DisposeAsync();
        if (database is not null)
            await database.DisposeAsync();
    }

    [Test]
    public async Task An_instance_that_is_told_to_stop_is_missed_by_nobody()
    {
        List<int> codes = [];
        var reports = await CountAsync("SIGTERM", async instance => codes.Add(await instance.StopAsync()));

        Assert.Multiple(() =>
        {
            Assert.That(codes, Has.All.Zero);
            foreach (var (kind, report) in reports)
            {
                Assert.That(report.Failures, Is.Empty, $"{kind}: {report}");
                Assert.That(report.Lost, Is.Empty, $"{kind}: {report}");
            }
        });
    }

    [Test]
    public async Task An_instance_that_is_killed_costs_no_more_than_the_writes_it_was_working_on()
    {
        List<long> gone = [];
        var reports = await CountAsync("SIGKILL", async instance => gone.Add(await instance.KillAsync()));

        Assert.Multiple(() =>
        {
            foreach (var (kind, report) in reports)
            {
                Assert.That(
                    report.Failures.Where(failure => failure.Kind == LoadKind.Get),
                    Is.Empty,
                    $"What only reads is asked of the other instance. {kind}: {report}"
                );
                Assert.That(
                    report.Failures.Where(failure => !gone.Any(moment => WasInFlight(failure, moment))),
                    Is.Empty,
                    $"What was begun when it was gone is sent to the other one. {kind}: {report}"
                );
                Assert.That(report.Lost, Is.Empty, $"{kind}: {report}");
            }
        });
    }

    /// <summary>Ends the one and the other in turn, as often as was asked for, each with some time for whatever it costs to be felt.</summary>
    private async Task<(ProxyKind Kind, LoadReport Report)[]> CountAsync(string name, Func<Instance, Task> endAsync)
    {
        await ReturnAsync();
        // New ones, which hold nothing against anybody yet.
        await using var caddy = await StartAsync(ProxyKind.Caddy);
        await using var nginx = await StartAsync(ProxyKind.Nginx);
        using var behindCaddy = await LoadRun.StartAsync(caddy, database);
        using var behindNginx = await LoadRun.StartAsync(nginx, database);
        for (var (done, repeats) = (0, 0); done < Rounds; )
        {
            var (leaving, staying) = (done % 2, instances[(done + 1) % 2]);
            var (failures, timeouts) = (behindCaddy.Tally.FailureCount, caddy.CountTimeouts(staying));
            if (await ReturnAsync())
                await Task.Delay(Noticed);
            await endAsync(instances[leaving]);
            missing = leaving;
            await Task.WhenAll(behindCaddy.GoOnAsync(answers: 100), behindNginx.GoOnAsync(answers: 100));
            if (
                behindCaddy.Tally.FailureCount > failures
                && caddy.CountTimeouts(staying) > timeouts
                && repeats++ < MostRepeats
            )
                behindCaddy.Tally.Forgive(failures);
            else
                done++;
        }
        return
        [
            (ProxyKind.Caddy, await ReportAsync(name, caddy, behindCaddy)),
            (ProxyKind.Nginx, await ReportAsync(name, nginx, behindNginx)),
        ];
    }

    private Task<ProxyProcess> StartAsync(ProxyKind kind) =>
        ProxyProcess.StartAsync(kind, [.. instances.Select(instance => instance.Address)]);

    private static async Task<LoadReport> ReportAsync(string name, ProxyProcess proxy, LoadRun load)
    {
        if (load.Tally.FailureCount > 0)
            await TestContext.Out.WriteLineAsync(proxy.Complaints());
        return await load.StopAsync(
            $"{name} behind {proxy.Kind}, {Rounds.ToString(CultureInfo.InvariantCulture)} times"
        );
    }

    /// <summary>Starts the one that has ended, at its old place; tells whether there was one.</summary>
    private async Task<bool> ReturnAsync()
    {
        if (missing is not { } index)
            return false;
        missing = null;
        var port = instances[index].Port;
        await instances[index].DisposeAsync();
        instances[index] = await Instance.StartAsync(database, port);
        return true;
    }

    private static bool WasInFlight(LoadFailure failure, long gone) =>
        failure.Begun <= gone && TimeProvider.System.GetElapsedTime(failure.Begun, gone) < new LoadSettings().Patience;
}
