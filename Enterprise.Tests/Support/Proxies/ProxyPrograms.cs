using Enterprise.Tests.Architecture;

namespace Enterprise.Tests.Support.Proxies;

/// <summary>A program that stands in front of the instances.</summary>
internal enum ProxyKind
{
    Nginx,
    Caddy,
}

/// <summary><c>nginx</c> and <c>caddy</c>, from the PATH or from where <c>eng/install-proxies.sh</c> unpacks them.</summary>
internal static class ProxyPrograms
{
    private static readonly string Unpacked = Path.Combine(Solution.Root, ".local/tools/proxies/usr");

    public static string Nginx => Find("nginx") ?? "nginx";

    public static string Caddy => Find("caddy") ?? "caddy";

    public static bool AreThere => Find("nginx") is not null && Find("caddy") is not null;

    /// <summary>Whether a run without them must fail, as on the CI machine.</summary>
    public static bool AreRequired => Environment.GetEnvironmentVariables()["REQUIRE_PROXIES"] is "true";

    /// <summary>
    /// Ends the test here where they are missing and may be. It passes and says so: the scripts count what was ignored as failed.
    /// </summary>
    public static void Need()
    {
        if (!AreThere && !AreRequired)
            Assert.Pass("nginx or Caddy is not there (eng/install-proxies.sh): nothing was checked.");
    }

    // Where Debian puts nginx is on the PATH of root alone.
    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariables()["PATH"] as string ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(["/usr/sbin", Path.Combine(Unpacked, "sbin"), Path.Combine(Unpacked, "bin")])
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
