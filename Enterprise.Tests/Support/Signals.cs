using System.Diagnostics;
using System.Globalization;

namespace Enterprise.Tests.Support;

/// <summary>Asks a process to stop, as a service manager would. Unix only.</summary>
internal static class Signals
{
    public static async Task TerminateAsync(Process process)
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
