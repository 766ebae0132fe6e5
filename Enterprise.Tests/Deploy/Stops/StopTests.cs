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
        using var load = await LoadRun.StartAsync(proxy!.Https, database, Pace());
        List<int> codes = [];
        for (var round = 0; round < Rounds; round++)
        {
            await NoticeAsync();
            codes.Add(await instances[round % 2].StopAsync());
            await load.GoOnAsync(answers: 100);
            await RestartAsync(round % 2);
        }
        var report = await load.StopAsync(
            $"SIGTERM behind {kind}, {Rounds.ToString(CultureInfo.InvariantCulture)} times"
        );

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
        using var load = await LoadRun.StartAsync(proxy!.Https, database, Pace());
        List<long> gone = [];
        for (var round = 0; round < Rounds; round++)
        {
            await NoticeAsync();
            gone.Add(await instances[round % 2].KillAsync());
            await load.GoOnAsync(answers: 200);
            await RestartAsync(round % 2);
        }
        var report = await load.StopAsync(
            $"SIGKILL behind {kind}, {Rounds.ToString(CultureInfo.InvariantCulture)} times"
        );

        Assert.Multiple(() =>
        {
            Assert.That(
                report.Failures.Where(failure => failure.Kind == LoadKind.Get),
                Is.Empty,
                "What only reads is asked of the other instance."
            );
            Assert.That(
                report.Failures.Where(failure => !gone.Any(moment => WasInFlight(failure, moment))),
                Is.Empty,
                "What was begun when it was gone is sent to the other one."
            );
            Assert.That(report.Lost, Is.Empty, report.ToString());
        });
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
