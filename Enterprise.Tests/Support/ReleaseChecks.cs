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
        var start = new ProcessStartInfo("node", [script, .. arguments]) { WorkingDirectory = Folder };
        var answer = await ToolProcess.RunAsync(start, input);
        Assert.That(answer.Code, Is.Zero, answer.Errors);
        return JsonElement.Parse(answer.Output);
    }
}
