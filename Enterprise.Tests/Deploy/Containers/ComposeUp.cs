using System.Diagnostics;
using Enterprise.Tests.Architecture;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Deploy.Containers;

/// <summary>eng/compose-up.sh in a folder of its own, with a docker that only writes down what it is asked.</summary>
internal sealed class ComposeUp : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TempFolder folder = new();
    private readonly Dictionary<string, string> given = [];

    public string State => Path.Combine(folder.Path, "state");

    /// <summary>Ends the test here where there is no bash.</summary>
    public void Pretend()
    {
        if (OperatingSystem.IsWindows())
            Assert.Pass("This is a script for bash; its twin is compose-up.ps1.");
        Docker("2.27.0", volumes: 1);
    }

    /// <summary>Takes a variable away from it.</summary>
    public void Take(string name) => given.Remove(name);

    public void Dispose() => folder.Dispose();

    /// <summary>Puts it on the path; <paramref name="volumes"/> is its exit code when it is asked for a volume.</summary>
    public void Docker(string version, int volumes)
    {
        var path = folder.Write(
            "bin/docker",
            $$"""
            #!/usr/bin/env bash
            mkdir -p "{{State}}" && echo "[${COMPOSE_PROFILES:-}] $*" >>"{{State}}/asked"
            case "$*" in
              "compose version --short") echo "{{version}}" ;;
              "volume inspect"*) exit {{volumes}} ;;
            esac
            """
        );
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
    }

    /// <summary>Runs it with these words; gives its exit code and what it said.</summary>
    public async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        using var timeout = new CancellationTokenSource(Patience);
        var start = new ProcessStartInfo("bash", ["eng/compose-up.sh", .. arguments])
        {
            UseShellExecute = false,
            WorkingDirectory = Solution.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{folder.Path}/bin:{start.Environment["PATH"]}";
        start.Environment["COMPOSE_STATE"] = State;
        foreach (var (name, value) in given)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync(timeout.Token);
        var complained = process.StandardError.ReadToEndAsync(timeout.Token);
        await process.WaitForExitAsync(timeout.Token);
        return (process.ExitCode, await said + await complained);
    }

    /// <summary>Sets a variable of the shell that it runs in.</summary>
    public void Give(string name, string value) => given[name] = value;

    /// <summary>What was done with Docker, but for being asked for its version.</summary>
    public string[] Asked() =>
        [
            .. Read("asked")
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(line => !line.Contains("compose version", StringComparison.Ordinal)),
        ];

    /// <summary>A file of its state.</summary>
    public string Read(string name) => File.ReadAllText(Path.Combine(State, name));
}
