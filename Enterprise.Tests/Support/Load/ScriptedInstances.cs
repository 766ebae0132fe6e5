using System.Diagnostics;
using System.Globalization;
using Enterprise.Migrations.Local;

namespace Enterprise.Tests.Support.Load;

/// <summary>
/// Instances that a script starts and restarts by their process ids, as a host's service manager would: nothing of this process is
/// between an operator's command and the program.
/// </summary>
internal sealed class ScriptedInstances : IAsyncDisposable
{
    private const string Script = """
        #!/usr/bin/env bash
        set -euo pipefail
        cd "$(dirname "$0")"
        # One that has ended and that nobody has asked about yet is gone as well.
        runs() { [ -d "/proc/$1" ] && ! grep -q '^State:.Z' "/proc/$1/status" 2>/dev/null; }
        if [ "$1" != start ] && [ -f "$2.pid" ]; then
          pid=$(cat "$2.pid")
          kill -TERM "$pid" 2>/dev/null || true
          for _ in $(seq 400); do runs "$pid" || break; sleep 0.1; done
          if runs "$pid"; then kill -KILL "$pid"; echo "$2 did not stop" >&2; exit 1; fi
        fi
        [ "$1" != stop ] || exit 0
        set -a; . "./$2.env"; set +a
        nohup dotnet "$PROGRAM" >>"$2.log" 2>&1 </dev/null &
        echo $! >"$2.pid"
        """;

    private readonly TempFolder folder = new();
    private readonly int[] ports;
    private readonly string script;

    private ScriptedInstances(TestDatabase database, int count)
    {
        ports = [.. Enumerable.Range(0, count).Select(_ => FreePort.Find(null))];
        script = folder.Write("instance.sh", Script);
        foreach (var port in ports)
        {
            var settings = Instance.Settings(database, port);
            settings["PROGRAM"] = Path.Combine(AppContext.BaseDirectory, ProgramProcess.Api);
            folder.Write(
                $"{port.ToString(CultureInfo.InvariantCulture)}.env",
                string.Concat(settings.Select(setting => $"{setting.Key}='{setting.Value}'\n"))
            );
        }
    }

    public IEnumerable<Uri> Addresses => ports.Select(port => new Uri($"http://127.0.0.1:{port}"));

    /// <summary><c>URL=COMMAND</c> of each, for <c>eng/rolling-restart.sh</c>.</summary>
    public IEnumerable<string> Restarts =>
        ports.Select(port => $"http://127.0.0.1:{port}=bash {script} restart {port}");

    /// <summary>The processes that run now.</summary>
    public IReadOnlyList<string> Processes =>
        [
            .. ports.Select(port =>
                File.ReadAllText(Path.Combine(folder.Path, $"{port.ToString(CultureInfo.InvariantCulture)}.pid"))
            ),
        ];

    /// <summary>Starts them, and waits until they are ready.</summary>
    public static async Task<ScriptedInstances> StartAsync(TestDatabase database, int count)
    {
        var instances = new ScriptedInstances(database, count);
        try
        {
            await Task.WhenAll(instances.ports.Select(port => instances.RunAsync("start", port)));
            foreach (var address in instances.Addresses)
                await Instance.ReadyAsync(address, () => false);
            return instances;
        }
        catch
        {
            await instances.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(ports.Select(port => RunAsync("stop", port)));
        folder.Dispose();
    }

    private async Task RunAsync(string what, int port)
    {
        var start = new ProcessStartInfo("bash", [script, what, port.ToString(CultureInfo.InvariantCulture)]);
        var answer = await ToolProcess.RunAsync(start);
        Assert.That(answer.Code, Is.Zero, answer.Said);
    }
}
