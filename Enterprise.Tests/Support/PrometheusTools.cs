using System.Diagnostics;

namespace Enterprise.Tests.Support;

/// <summary>The programs of Prometheus.</summary>
internal static class PrometheusTools
{
    public const string Server = "prometheus";
    public const string Checker = "promtool";

    /// <summary>Where the program is; ignores the test where it is not installed.</summary>
    public static string Find(string program)
    {
        var found = (Environment.GetEnvironmentVariables()["PATH"] as string ?? "")
            .Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
        if (found is null)
            Assert.Ignore($"{program} is not installed.");
        return found;
    }

    /// <summary>What <c>promtool check metrics</c> has to say about a page: the lines that it wrote, and its exit code (3: only about style).</summary>
    public static async Task<(int ExitCode, string[] Lines)> CheckAsync(string page)
    {
        using var limit = new CancellationTokenSource(Wait.Bound);
        using var process = Process.Start(
            new ProcessStartInfo(Find(Checker), ["check", "metrics"])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        await process.StandardInput.WriteAsync(page.AsMemory(), limit.Token);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, $"{await output}\n{await errors}".Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
