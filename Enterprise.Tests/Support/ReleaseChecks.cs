using System.Diagnostics;
using System.Text.Json;
using Enterprise.Tests.Architecture;

namespace Enterprise.Tests.Support;

/// <summary>The official schemas of what is released, by the npm packages that <c>eng/install-node-packages.sh</c> installs.</summary>
internal static class ReleaseChecks
{
    private static readonly string Folder = Path.Combine(Solution.Root, "Enterprise.Tests/Deploy/Release/Checks");

    private static bool AreThere =>
        File.Exists(Path.Combine(Folder, "node_modules/@actions/workflow-parser/package.json"));

    /// <summary>Ends the test here where they are missing and may be.</summary>
    public static void Need() => Tools.Need(AreThere, "the schemas of what is released (eng/install-node-packages.sh)");

    /// <summary>Runs one of the scripts beside them and gives the one JSON value that it prints.</summary>
    public static async Task<JsonElement> AskAsync(string script, string input, params string[] arguments)
    {
        using var limit = new CancellationTokenSource(Wait.Bound);
        using var process = Process.Start(
            new ProcessStartInfo("node", [script, .. arguments])
            {
                UseShellExecute = false,
                WorkingDirectory = Folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        try
        {
            var said = process.StandardOutput.ReadToEndAsync(limit.Token);
            var complained = process.StandardError.ReadToEndAsync(limit.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token);
            Assert.That(process.ExitCode, Is.Zero, await complained);
            return JsonElement.Parse(await said);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
