using Enterprise.Tests.Architecture;

namespace Enterprise.Tests.Support;

/// <summary><c>pgbouncer</c>, installed or where <c>eng/install-pgbouncer.sh</c> unpacks it with the libraries it needs.</summary>
internal static class PgBouncerProgram
{
    private static readonly string Unpacked = Path.Combine(Solution.Root, ".local/tools/pgbouncer/usr");

    /// <summary>Its path.</summary>
    public static string File => Find() ?? "pgbouncer";

    /// <summary>Where its libraries are, where the system has none; empty: the system's.</summary>
    public static string Libraries =>
        Directory.Exists(Path.Combine(Unpacked, "lib"))
            ? string.Join(':', Directory.EnumerateDirectories(Path.Combine(Unpacked, "lib"), "*-linux-gnu"))
            : "";

    /// <summary>Whether there is anything to start.</summary>
    public static bool IsThere => Find() is not null;

    /// <summary>Whether a run without it must fail, as on the CI machine.</summary>
    private static bool IsRequired => Environment.GetEnvironmentVariables()["REQUIRE_PGBOUNCER"] is "true";

    /// <summary>
    /// Ends the test here where it is missing and may be. It passes and says so: the scripts count what was ignored as failed.
    /// </summary>
    public static void Need()
    {
        if (IsThere)
            return;
        if (IsRequired)
            Assert.Fail("PgBouncer is not there, and REQUIRE_PGBOUNCER says that it must be.");
        Assert.Pass("PgBouncer is not there (eng/install-pgbouncer.sh): nothing was checked.");
    }

    private static string? Find() =>
        (Environment.GetEnvironmentVariables()["PATH"] as string ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append("/usr/sbin")
            .Append(Path.Combine(Unpacked, "sbin"))
            .Select(folder => Path.Combine(folder, "pgbouncer"))
            .FirstOrDefault(System.IO.File.Exists);
}
