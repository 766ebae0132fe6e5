using System.Diagnostics;
using System.Globalization;

namespace Enterprise.Migrations.Local;

/// <summary>What a program that has ended left behind.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Errors)
{
    public bool Succeeded => ExitCode == 0;

    public string Everything => (Errors + Output).Trim();
}

/// <summary>Runs other programs: never without a bound on the wait, never without keeping what they say.</summary>
internal static class Tool
{
    public static readonly TimeSpan Quick = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan OutputGrace = TimeSpan.FromSeconds(1);

    public static async Task<ToolResult> RunAsync(
        IReadOnlyList<string> command,
        TimeSpan timeout,
        CancellationToken ct,
        string? input = null
    )
    {
        using var process = Start(command, captured: true);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(ct);
        bounded.CancelAfter(timeout);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await FeedAsync(process, input, bounded.Token);
            await process.WaitForExitAsync(bounded.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            ct.ThrowIfCancellationRequested();
            throw new LocalServerException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{command[0]}' was ended after {timeout.TotalSeconds} s: "
                ) + string.Join(' ', command)
            );
        }
        return new ToolResult(process.ExitCode, await TextOfAsync(output), await TextOfAsync(errors));
    }

    /// <summary>Leaves the program running and does not listen to it.</summary>
    public static void Spawn(IReadOnlyList<string> command)
    {
        using var process = Start(command, captured: false);
    }

    private static Process Start(IReadOnlyList<string> command, bool captured)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = captured,
            RedirectStandardOutput = captured,
            RedirectStandardError = captured,
            CreateNoWindow = true,
            // A server's account may not be able to enter the caller's folder, and PostgreSQL's programs ask where they are.
            WorkingDirectory = Path.GetPathRoot(Environment.CurrentDirectory),
        };
        // Settings meant for the developer's own server would steer this one, and a locale would translate what is read here.
        foreach (var name in start.Environment.Keys.Where(IsForPostgres).ToList())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new LocalServerException($"'{command[0]}' cannot be run: {e.Message}", e);
        }
    }

    private static bool IsForPostgres(string variable) => variable.StartsWith("PG", StringComparison.OrdinalIgnoreCase);

    private static async Task FeedAsync(Process process, string? input, CancellationToken ct)
    {
        try
        {
            if (input is not null)
                await process.StandardInput.WriteAsync(input.AsMemory(), ct);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading: its exit code and its words tell more than a broken pipe.
        }
    }

    // A server started by the program may have inherited the pipe and keep it open (Windows): what came by now is what there is.
    private static async Task<string> TextOfAsync(Task<string> text)
    {
        try
        {
            return await text.WaitAsync(OutputGrace);
        }
        catch (TimeoutException)
        {
            return "";
        }
    }
}
