using System.Diagnostics;
using Enterprise.Tests.Architecture;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Deploy.Stops;

/// <summary>The unit that ships, as systemd reads it.</summary>
[Platform("Linux")]
internal sealed class SystemdUnitTests
{
    private static readonly string? Tool = Tools.Find("systemd-analyze", "/usr/bin");

    private static readonly string Unit = File.ReadAllText(
        Path.Combine(Solution.Root, "deploy/systemd/enterprise-api@.service")
    );

    [Test]
    public async Task Systemd_finds_no_fault_in_it()
    {
        // Where systemd does not run the machine it is nothing that a script could bring.
        if (Tool is null)
            Assert.Pass("Not there: systemd-analyze. Nothing was checked.");
        using var folder = new TempFolder();
        // Whether .NET is where the unit says is a matter of the host.
        var unit = folder.Write(
            "enterprise-api@8081.service",
            Unit.Replace("/usr/bin/dotnet ", "/bin/true ", StringComparison.Ordinal)
        );

        var verified = await ToolProcess.RunAsync(new ProcessStartInfo(Tool!, ["verify", unit]));

        Assert.That((verified.Code, verified.Said), Is.EqualTo((0, "")));
    }

    [Test]
    public void It_waits_for_longer_than_the_longest_stop() =>
        // 5 s of drain, 1 s in which connections are told, 20 s for what is in flight, 2 s for exporters.
        Assert.That(Unit, Does.Contain("TimeoutStopSec=35\n").And.Contain("KillSignal=SIGTERM\n"));
}
