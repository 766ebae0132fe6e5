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

    /// <summary>
    /// Ends the test here where it was not built. A build that failed ends the script, so that this is a checkout without a commit before this one.
    /// </summary>
    public static void Need()
    {
        if (!File.Exists(Migrations))
            Assert.Pass("Not there: the version before this one (eng/previous-build.sh). Nothing was checked.");
    }
}
