using System.ComponentModel;
using System.Diagnostics;

namespace Enterprise.Release;

/// <summary>Other programs: git and dotnet.</summary>
internal static class Tool
{
    /// <summary>Runs one and gives what it printed, without the end of the last line. It fails with what the program complained of.</summary>
    public static async Task<string> RunAsync(
        string folder,
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?> environment,
        CancellationToken ct
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Start(start);
        try
        {
            var said = process.StandardOutput.ReadToEndAsync(ct);
            var complained = process.StandardError.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            if (process.ExitCode == 0)
                return (await said).TrimEnd('\r', '\n');
            throw new ReleaseException(
                $"{program} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}:\n{await said}{await complained}"
            );
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new ReleaseException(
                $"{start.FileName} is needed and does not start: {missing.Message}",
                ReleaseException.Unavailable
            );
        }
    }
}
