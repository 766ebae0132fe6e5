using System.Text.RegularExpressions;
using Enterprise.Tests.Architecture;
using Enterprise.Tests.Support.Proxies;

namespace Enterprise.Tests.Deploy.Proxies;

/// <summary>What ships for proxies is what they can read.</summary>
[Parallelizable(ParallelScope.All)]
public sealed partial class ShippedFileTests
{
    [Test]
    public void Both_take_the_same_headers_from_clients()
    {
        var nginx = Names(RemovedByNginx(), "deploy/nginx/forward.conf");
        var caddy = Names(RemovedByCaddy(), "deploy/caddy/Caddyfile");

        Assert.That(nginx, Has.Length.GreaterThan(40).And.Unique);
        Assert.That(caddy, Is.EquivalentTo(nginx));
    }

    private static string[] Names(Regex removed, string file) =>
        [
            .. removed
                .Matches(File.ReadAllText(Path.Combine(Solution.Root, file)))
                .Select(match => match.Groups["name"].Value)
                // Ours to the instance, not the client's to us.
                .Where(name => name != "Connection"),
        ];

    [GeneratedRegex(
        @"^proxy_set_header (?<name>\S+) """";\r?$",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        1000
    )]
    private static partial Regex RemovedByNginx();

    [GeneratedRegex(@"^\s*header_up -(?<name>\S+)\r?$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex RemovedByCaddy();

    [TestCase(nameof(ProxyKind.Nginx), "test is successful")]
    [TestCase(nameof(ProxyKind.Caddy), "Valid configuration")]
    public async Task The_program_itself_finds_no_fault_in_it(string kind, string praise)
    {
        ProxyPrograms.Need();

        var (code, said) = await ProxyProcess.CheckAsync(Enum.Parse<ProxyKind>(kind));

        Assert.That((code, said), Is.EqualTo((0, said)));
        Assert.That(said, Does.Contain(praise).And.Not.Contain("[warn]").And.Not.Contain("[alert]"));
    }
}
