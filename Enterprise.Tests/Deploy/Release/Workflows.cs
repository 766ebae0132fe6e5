using System.Text.Json;
using Enterprise.Tests.Architecture;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Deploy.Release;

/// <summary>The workflows as GitHub's own parser reads them.</summary>
internal static class Workflows
{
    public static string[] Names { get; } =
    [
        .. Directory
            .EnumerateFiles(Path.Combine(Solution.Root, ".github/workflows"), "*.yml")
            .Select(file => Path.GetFileName(file)),
    ];

    /// <summary>Reads one; fails with what GitHub would refuse.</summary>
    public static async Task<JsonElement> ReadAsync(string name)
    {
        ReleaseChecks.Need();
        var answer = await ReleaseChecks.AskAsync(
            "workflow.mjs",
            "",
            Path.Combine(Solution.Root, ".github/workflows", name)
        );
        Assert.That(answer.GetProperty("errors").EnumerateArray().Select(error => error.GetString()), Is.Empty);
        return answer.GetProperty("workflow");
    }

    public static IEnumerable<JsonProperty> Jobs(JsonElement workflow) =>
        workflow.GetProperty("jobs").EnumerateObject();

    public static IEnumerable<JsonElement> Steps(JsonElement workflow) =>
        Jobs(workflow).SelectMany(job => job.Value.GetProperty("steps").EnumerateArray());

    /// <summary>The command lines of its steps.</summary>
    public static IEnumerable<string> Commands(JsonElement workflow) =>
        Steps(workflow)
            .Where(step => step.TryGetProperty("run", out _))
            .SelectMany(step =>
                step.GetProperty("run").GetString()!.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            );
}
