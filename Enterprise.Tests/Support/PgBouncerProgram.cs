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

    /// <summary>Ends the test here where it is missing and may be.</summary>
    public static void Need() => Tools.Need(IsThere, "PgBouncer (eng/install-pgbouncer.sh)");

    private static string? Find() => Tools.Find("pgbouncer", "/usr/sbin", Path.Combine(Unpacked, "sbin"));
}
