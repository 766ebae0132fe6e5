using Enterprise.Release;
using Enterprise.Release.Archives;
using Enterprise.Tests.Architecture;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Deploy.Release;

/// <summary>What an archive of a release has, and what it refuses.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ContentsTests
{
    [Test]
    public void What_the_build_leaves_becomes_an_archive_with_both_programs_and_without_what_is_for_developers()
    {
        using var folder = Published();

        var files = ArchiveFile.Of(folder.Path, "it");

        Assert.That(() => Contents.Check(files), Throws.Nothing);
        Assert.That(
            files.Select(file => file.Name),
            Is.SupersetOf(Contents.Needed.Select(name => $"it/{name}"))
                .And.None.Contain("Development")
                .And.None.Match(@"Enterprise\.(Tests|Benchmarks|Release)|/\.|\.cs$")
        );
    }

    [TestCase("Enterprise.Migrations.dll")]
    [TestCase("NOTICE.common-passwords.txt")]
    [TestCase("sbom.cdx.json")]
    [TestCase("appsettings/appsettings.Production.json")]
    public void One_that_lacks_a_part_is_refused(string name)
    {
        using var folder = Published();
        File.Delete(Path.Combine(folder.Path, name));

        Assert.That(() => Contents.Check(ArchiveFile.Of(folder.Path, "it")), Refused(name));
    }

    [TestCase("appsettings/appsettings.Development.json")]
    [TestCase(".env")]
    [TestCase("deploy/tls.key")]
    [TestCase("deploy/certificate.pfx")]
    [TestCase("Enterprise.Tests.pdb")]
    [TestCase("Enterprise.Benchmarks.dll")]
    [TestCase("web.config")]
    public void One_with_secrets_or_with_what_is_for_developers_is_refused(string name)
    {
        using var folder = Published();
        folder.Write(name, "");

        Assert.That(() => Contents.Check(ArchiveFile.Of(folder.Path, "it")), Refused(name));
    }

    [Test]
    public void What_it_says_about_settings_is_true()
    {
        var known = File.ReadAllText(Path.Combine(Solution.Root, "README.md"));
        var named = File.ReadAllText(Path.Combine(Solution.Root, "eng/Enterprise.Release/ARCHIVE.md"))
            .Split(['`', '=', ' '], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.StartsWith("APP_", StringComparison.Ordinal))
            .Distinct()
            .ToArray();

        Assert.That(named, Has.Length.GreaterThan(8));
        Assert.That(named.Where(name => !known.Contains(name, StringComparison.Ordinal)), Is.Empty);
    }

    private static NUnit.Framework.Constraints.ContainsConstraint Refused(string name) =>
        Throws.TypeOf<ReleaseException>().With.Message.Contain(name);

    /// <summary>The names of what the build of this run left, without its bytes, completed as a release is.</summary>
    private static TempFolder Published()
    {
        var output = Path.GetRelativePath(
            Path.Combine(Solution.Root, "Enterprise.Tests"),
            AppContext.BaseDirectory.TrimEnd('/', '\\')
        );
        var folder = new TempFolder();
        var built = Path.Combine(Solution.Root, "Enterprise.Api", output);
        foreach (
            var file in ArchiveFile
                .Of(built, "it")
                .Where(file => !file.Name.Contains("/runtimes/", StringComparison.Ordinal))
        )
            folder.Write(file.Name["it/".Length..], "");
        using var bill = new TempFolder();
        Contents.Complete(Solution.Root, folder.Path, bill.Write("bill.json", "{}"));
        return folder;
    }
}
