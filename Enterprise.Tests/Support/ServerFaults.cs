using System.Diagnostics;
using System.Globalization;
using Enterprise.Migrations.Local;

namespace Enterprise.Tests.Support;

/// <summary>Bad days for a private server. Unix only: Windows has no signals.</summary>
internal static class ServerFaults
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    extension(LocalServer server)
    {
        /// <summary>SIGKILL to the first process; the others notice and follow. Returns when it is gone.</summary>
        public async Task KillAsync(CancellationToken ct)
        {
            using var process = Process.GetProcessById(server.ProcessId);
            process.Kill();
            var gone = await Polling.UntilAsync(
                _ => Task.FromResult(Processes.NameOf(server.ProcessId) is null),
                Patience,
                TimeProvider.System,
                ct
            );
            Assert.That(gone, Is.True, "The killed server is still there.");
        }

        /// <summary>Connections stay open and nothing answers, old ones and new ones alike, until the result is disposed of.</summary>
        public async Task<IAsyncDisposable> FreezeAsync(CancellationToken ct)
        {
            // The first process stops first, so that the list of its children is complete.
            await SignalAsync("STOP", [server.ProcessId], ct);
            int[] all = [server.ProcessId, .. await ChildrenAsync(server.ProcessId, ct)];
            await SignalAsync("STOP", all, ct);
            return new Thaw(all);
        }
    }

    private static async Task<IEnumerable<int>> ChildrenAsync(int parent, CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux())
        {
            var listed = await Tool.RunAsync(
                ["pgrep", "-P", parent.ToString(CultureInfo.InvariantCulture)],
                Tool.Quick,
                ct
            );
            return listed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(ToNumber);
        }
        return Directory
            .EnumerateDirectories("/proc")
            .Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]) && ParentOf(folder) == parent)
            .Select(folder => ToNumber(Path.GetFileName(folder)));
    }

    // "pid (name) state parent ...", and the name may contain anything.
    private static int? ParentOf(string folder)
    {
        try
        {
            var line = File.ReadAllText(Path.Combine(folder, "stat"));
            return ToNumber(line[(line.LastIndexOf(')') + 2)..].Split(' ')[1]);
        }
        catch (IOException)
        {
            return null; // ended meanwhile
        }
    }

    private static int ToNumber(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static async Task SignalAsync(string signal, IEnumerable<int> processes, CancellationToken ct)
    {
        var numbers = processes.Select(pid => pid.ToString(CultureInfo.InvariantCulture));
        // A process that has ended meanwhile is no fault.
        await Tool.RunAsync(["sh", "-c", "kill -s \"$0\" \"$@\"", signal, .. numbers], Tool.Quick, ct);
    }

    private sealed class Thaw(int[] processes) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await SignalAsync("CONT", processes, CancellationToken.None);
    }
}
