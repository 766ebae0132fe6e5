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

    /// <summary>Ends the test here where they are missing and may be.</summary>
    public static void Need() => Tools.Need(AreThere, "nginx and Caddy (eng/install-proxies.sh)");

    // Where Debian puts nginx is on the PATH of root alone.
    private static string? Find(string program) =>
        Tools.Find(program, "/usr/sbin", Path.Combine(Unpacked, "sbin"), Path.Combine(Unpacked, "bin"));
}
