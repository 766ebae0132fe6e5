namespace Enterprise.Tests.Support;

/// <summary>Programs of others that tests work with, from the PATH or from where <c>eng/install-*.sh</c> unpacks them.</summary>
internal static class Tools
{
    /// <summary>Whether a run without them must fail, as on the CI machine.</summary>
    private static bool AreRequired => Environment.GetEnvironmentVariables()["REQUIRE_TOOLS"] is "true";

    /// <summary>
    /// Ends the test here where they are missing and may be. It passes and says so: the scripts count what was ignored as failed.
    /// </summary>
    /// <param name="areThere">Whether they are.</param>
    /// <param name="what">What is needed, and which script brings it.</param>
    public static void Need(bool areThere, string what)
    {
        if (areThere)
            return;
        if (AreRequired)
            Assert.Fail($"Not there: {what}; and REQUIRE_TOOLS says that it must be.");
        Assert.Pass($"Not there: {what}. Nothing was checked.");
    }

    /// <summary>Where a program is; <c>null</c> where it is nowhere.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="folders">Where to look after the PATH.</param>
    public static string? Find(string program, params string[] folders) =>
        (Environment.GetEnvironmentVariables()["PATH"] as string ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(folders)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program))
            .FirstOrDefault(File.Exists);
}
