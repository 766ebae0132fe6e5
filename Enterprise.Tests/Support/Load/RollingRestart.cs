using System.Diagnostics;
using Enterprise.Tests.Architecture;

namespace Enterprise.Tests.Support.Load;

/// <summary><c>eng/rolling-restart.sh</c> at work.</summary>
internal sealed class RollingRestart : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> errors;

    private RollingRestart(Process process)
    {
        this.process = process;
        output = process.StandardOutput.ReadToEndAsync();
        errors = process.StandardError.ReadToEndAsync();
    }

    public static RollingRestart Start(params IEnumerable<string> arguments) =>
        new(
            Process.Start(
                new ProcessStartInfo("bash", [Path.Combine(Solution.Root, "eng", "rolling-restart.sh"), .. arguments])
                {
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    WorkingDirectory = Path.GetTempPath(),
                }
            )!
        );

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int Code, string Said)> RunAsync(params IEnumerable<string> arguments)
    {
        using var run = Start(arguments);
        return await run.EndAsync();
    }

    public Task TerminateAsync() => Signals.TerminateAsync(process);

    public async Task<(int Code, string Said)> EndAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Limit);
        return (process.ExitCode, await output + await errors);
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }
}
