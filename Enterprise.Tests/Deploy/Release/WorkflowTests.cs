using System.Text.Json;
using Enterprise.Tests.Architecture;

namespace Enterprise.Tests.Deploy.Release;

/// <summary>What CI does is what a developer can do, with no more rights than it takes.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class WorkflowTests
{
    // What a step may call beside the scripts of the repository: it only compares, or hands over what a script has made.
    private static readonly string[] Tools = ["diff -r ", "gh release create ", "docker buildx imagetools create "];

    private static readonly string[] Names = Workflows.Names;

    [Test]
    public void There_are_three() => Assert.That(Names, Is.EquivalentTo(["ci.yml", "release.yml", "security.yml"]));

    [TestCaseSource(nameof(Names))]
    public async Task It_may_read_and_no_job_may_more_without_need(string name)
    {
        var workflow = await Workflows.ReadAsync(name);

        Assert.That(workflow.GetProperty("permissions").GetRawText(), Is.EqualTo("""{"contents":"read"}"""));
        Assert.That(
            from job in Workflows.Jobs(workflow)
            where job.Value.TryGetProperty("permissions", out _)
            from permission in job.Value.GetProperty("permissions").EnumerateObject()
            where permission.Value.GetString() != "read"
            select $"{name} {job.Name} {permission.Name}",
            Is.SubsetOf([
                "release.yml archives contents",
                "release.yml image packages",
                "release.yml name-image packages",
            ])
        );
    }

    [TestCaseSource(nameof(Names))]
    public async Task It_ends_and_does_not_run_beside_itself(string name)
    {
        var workflow = await Workflows.ReadAsync(name);

        Assert.That(workflow.TryGetProperty("concurrency", out _), Is.True);
        Assert.That(
            Workflows.Jobs(workflow).Select(job => job.Value.GetProperty("timeout-minutes").GetInt32()),
            Is.All.InRange(1, 60)
        );
    }

    [TestCaseSource(nameof(Names))]
    public async Task It_uses_actions_of_a_version_and_leaves_no_token_behind(string name)
    {
        foreach (
            var step in Workflows
                .Steps(await Workflows.ReadAsync(name))
                .Where(step => step.TryGetProperty("uses", out _))
        )
        {
            var action = step.GetProperty("uses").GetString()!;
            Assert.That(action, Does.Match(@"^(actions|docker)/[\w-]+@(v\d+|[0-9a-f]{40})$"));
            if (action.StartsWith("actions/checkout@", StringComparison.Ordinal))
                Assert.That(
                    step.GetProperty("with").GetProperty("persist-credentials").ValueKind,
                    Is.EqualTo(JsonValueKind.False)
                );
        }
    }

    [TestCaseSource(nameof(Names))]
    public async Task Every_step_calls_a_script_of_the_repository(string name)
    {
        var commands = Workflows.Commands(await Workflows.ReadAsync(name)).ToArray();

        var strange = commands.Where(command =>
            !IsScript(command.Split(' ')[0]) && !Tools.Any(tool => command.StartsWith(tool, StringComparison.Ordinal))
        );
        Assert.That(commands, Is.Not.Empty);
        Assert.That(strange, Is.Empty);
    }

    [TestCaseSource(nameof(Names))]
    public async Task No_command_is_put_together_from_what_others_may_write(string name) =>
        // An expression is pasted into the shell's text before it runs, whatever is in it; a variable is not.
        Assert.That(Workflows.Commands(await Workflows.ReadAsync(name)), Has.None.Contain("${{"));

    [Test]
    public async Task Who_merges_is_held_to_what_a_developer_runs()
    {
        var commands = Workflows.Commands(await Workflows.ReadAsync("ci.yml"));

        Assert.That(commands, Is.SupersetOf([".ci/run", "./eng/test.ps1"]));
        Assert.That(File.ReadAllText(Path.Combine(Solution.Root, ".ci/run")), Does.Contain("exec ./eng/test.sh"));
    }

    [Test]
    public async Task Nothing_is_released_that_was_not_tested()
    {
        var release = await Workflows.ReadAsync("release.yml");

        // One after the other, and the release itself last.
        Assert.That(
            from job in Workflows.Jobs(release)
            where job.Name != "test"
            select (job.Name, job.Value.GetProperty("needs").GetString()),
            Is.EquivalentTo([("image", "test"), ("name-image", "image"), ("archives", "name-image")])
        );
        Assert.That(
            release.GetProperty("on").GetRawText(),
            Is.EqualTo("""{"push":{"tags":["v[0-9]+.[0-9]+.[0-9]+*"]}}""")
        );
    }

    private static bool IsScript(string path)
    {
        var file = new FileInfo(Path.Combine(Solution.Root, path));
        return path.StartsWith('.')
            && file.Exists
            && (
                OperatingSystem.IsWindows()
                || file.Extension == ".ps1"
                || file.UnixFileMode.HasFlag(UnixFileMode.UserExecute)
            );
    }
}
