using Enterprise.Tests.Support;
using Enterprise.Tests.Support.Load;
using Enterprise.Tests.Support.Proxies;

namespace Enterprise.Tests.Deploy.Stops;

/// <summary><c>eng/rolling-restart.sh</c> with two programs behind an nginx that is told, under load.</summary>
[Platform("Linux")]
internal sealed class RollingRestartLoadTests
{
    [Test]
    public async Task Both_instances_are_restarted_and_no_request_is_lost()
    {
        ProxyPrograms.Need();
        await using var database = await TestDatabase.CreateAsync();
        await using var instances = await ScriptedInstances.StartAsync(database, 2);
        await using var proxy = await ProxyProcess.StartAsync(ProxyKind.Nginx, [.. instances.Addresses]);
        var before = instances.Processes;
        var upstreams = await File.ReadAllTextAsync(proxy.UpstreamsFile);
        using var load = await LoadRun.StartAsync(proxy, database);

        var (code, said) = await RollingRestart.RunAsync([
            "--settle",
            "1",
            "--nginx-upstream",
            proxy.UpstreamsFile,
            "--nginx-reload",
            proxy.ReloadCommand,
            .. instances.Restarts,
        ]);
        await load.GoOnAsync(answers: 100);
        var report = await load.StopAsync("eng/rolling-restart.sh behind nginx");

        Assert.Multiple(() =>
        {
            Assert.That(code, Is.Zero, said);
            Assert.That(report.Failures, Is.Empty, report.ToString());
            Assert.That(report.Lost, Is.Empty, report.ToString());
            Assert.That(instances.Processes.Intersect(before), Is.Empty);
            Assert.That(File.ReadAllText(proxy.UpstreamsFile), Is.EqualTo(upstreams));
        });
    }
}
