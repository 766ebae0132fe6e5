using Enterprise.Tests.Support.Proxies;

namespace Enterprise.Tests.Deploy.Proxies;

/// <summary>What ships for proxies is what they can read.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ShippedFileTests
{
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
