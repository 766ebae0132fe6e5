using System.Diagnostics;
using Enterprise.Tests.Architecture;

namespace Enterprise.Tests.Support.Load;

/// <summary>The version before this one, as <c>eng/previous-build.sh</c> builds it.</summary>
internal static class PreviousBuild
{
    /// <summary>Where its programs are.</summary>
    public static string Folder { get; } = Path.Combine(Solution.Root, ".local", "previous", "current");

    public static string Migrations => Path.Combine(Folder, ProgramProcess.Migrations);

    /// <summary>
    /// It drains before it stops, and says so at <c>/ready</c>; before there was that, a stop lost what was in flight, and no newer version
    /// can change it.
    /// </summary>
    public static bool Drains =>
        File.ReadAllBytes(Path.Combine(Folder, ProgramProcess.Api)).AsSpan().IndexOf("DrainSeconds"u8) >= 0;

    /// <summary>Ends the test here where it is missing and may be: a checkout without a commit before this one has none.</summary>
    public static async Task NeedAsync()
    {
        const string what = "the version before this one (eng/previous-build.sh)";
        if (File.Exists(Migrations))
            return;
        var parent = new ProcessStartInfo("git", ["rev-parse", "--verify", "--quiet", "HEAD^^{commit}"])
        {
            WorkingDirectory = Solution.Root,
        };
        if (Path.Exists(Path.Combine(Solution.Root, ".git")) && Tools.Find("git") is not null)
            Tools.Need((await ToolProcess.RunAsync(parent)).Code != 0, what);
        await TestContext.Progress.WriteLineAsync($"Not there: {what}; this checkout has no commit before this one.");
        Assert.Pass($"Not there: {what}. Nothing was checked.");
    }
}
