using System.Diagnostics;

namespace Enterprise.Tests.Support;

/// <summary>Programs that are run to their end.</summary>
internal static class ToolProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Runs it with all three of its pipes, reads what it says while it says it, and ends it with all that it has started where it takes
    /// too long.
    /// </summary>
    /// <param name="start">Which program, with what, and where.</param>
    /// <param name="input">What it is told.</param>
    public static async Task<ToolAnswer> RunAsync(ProcessStartInfo start, string input = "")
    {
        start.UseShellExecute = false;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var limit = new CancellationTokenSource(Limit);
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await WriteAsync(process.StandardInput, input, limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new ToolAnswer(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException late)
        {
            throw new AssertionException(
                $"{start.FileName} {string.Join(' ', start.ArgumentList)} does not end.",
                late
            );
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static async Task WriteAsync(StreamWriter to, string input, CancellationToken ct)
    {
        try
        {
            await to.WriteAsync(input.AsMemory(), ct);
            to.Close();
        }
        catch (IOException)
        {
            // It has ended without asking for more.
        }
    }
}

/// <summary>What a program that has ended has left.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">What it wrote to its standard output.</param>
/// <param name="Errors">And to where errors go.</param>
internal sealed record ToolAnswer(int Code, string Output, string Errors)
{
    /// <summary>All of it.</summary>
    public string Said => Output + Errors;
}
