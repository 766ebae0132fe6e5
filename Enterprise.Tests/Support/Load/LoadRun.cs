using Enterprise.Tests.Support.Proxies;

namespace Enterprise.Tests.Support.Load;

/// <summary>
/// Clients that keep their connections and never rest, so that whatever a stop, a restart or a change of the schema costs somebody is
/// noticed and counted.
/// </summary>
internal sealed class LoadRun : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly LoadClient[] clients;
    private readonly Task[] running;

    private LoadRun(ProxyProcess proxy, ForgedSession[] sessions, LoadSettings settings)
    {
        clients = [.. sessions.Select(session => new LoadClient(proxy, session, Tally, settings))];
        running = [.. clients.Select(client => Task.Run(() => client.RunAsync(stop.Token)))];
    }

    public LoadTally Tally { get; } = new();

    /// <summary>Starts, and waits until each client has had its first answers.</summary>
    public static async Task<LoadRun> StartAsync(
        ProxyProcess proxy,
        TestDatabase database,
        LoadSettings? settings = null
    )
    {
        var wanted = settings ?? new LoadSettings();
        var run = new LoadRun(proxy, await new SessionForge(database).NewAsync(wanted.Clients), wanted);
        await Task.WhenAll(run.clients.Select(client => client.Started)).WaitAsync(Wait.Bound);
        return run;
    }

    /// <summary>Goes on until so many more requests were answered, so that what was done last is felt by all.</summary>
    public async Task GoOnAsync(int answers)
    {
        var wanted = Tally.Succeeded + answers;
        Assert.That(
            await Eventually.Async(() => Task.FromResult(Tally.Succeeded), succeeded => succeeded >= wanted),
            Is.GreaterThanOrEqualTo(wanted)
        );
    }

    /// <summary>Lets every client finish, and renews every session once more; tells the test's output in one line what there was.</summary>
    public async Task<LoadReport> StopAsync(string name)
    {
        await stop.CancelAsync();
        await Task.WhenAll(running);
        var losses = await Task.WhenAll(clients.Select(client => client.FindLossAsync()));
        var report = Tally.Report(clients.Length, [.. losses.OfType<string>()]);
        await TestContext.Out.WriteLineAsync($"{name}: {report}");
        return report;
    }

    public void Dispose()
    {
        stop.Cancel();
        foreach (var client in clients)
            client.Dispose();
        stop.Dispose();
    }
}
