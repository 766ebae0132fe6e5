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

    /// <summary>Ends the test here where it was not built and need not be; passes, because the scripts count what was ignored as failed.</summary>
    public static void Need()
    {
        if (File.Exists(Migrations) || Environment.GetEnvironmentVariables()["REQUIRE_PREVIOUS"] is "true")
            return;
        Assert.Pass("The version before this one is not there (eng/previous-build.sh): nothing was checked.");
    }
}
