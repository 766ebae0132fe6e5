using Enterprise.Api.Operations;
using Enterprise.Release;
using Enterprise.Tests.Architecture;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Deploy.Release;

/// <summary>A release is one version, one commit and nothing else.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class CheckoutTests
{
    [Test]
    public void This_version_is_in_the_changelog_and_in_the_program()
    {
        var here = new Checkout(Solution.Root);

        Assert.That(here.Changes(), Is.Not.Empty);
        Assert.That(BuildVersion.Current.Version, Is.EqualTo(here.Version()));
    }

    [Test]
    public async Task A_commit_is_stamped_with_its_own_time()
    {
        using var git = new GitCheckout();

        var stamp = await git.Checkout.ReadAsync(allowDirty: false, CancellationToken.None);

        Assert.That(stamp.Version, Is.EqualTo("1.2.3"));
        Assert.That(stamp.Commit, Does.Match("^[0-9a-f]{40}$"));
        Assert.That(stamp.BuiltAt, Does.Match(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"));
        Assert.That(stamp.Lines, Is.EqualTo($"version=1.2.3\ncommit={stamp.Commit}\nbuilt_at={stamp.BuiltAt}"));
        Assert.That(stamp.Name("linux-x64"), Is.EqualTo("enterprise-api-1.2.3-linux-x64"));
    }

    [Test]
    public async Task What_is_copied_is_what_was_committed()
    {
        using var git = new GitCheckout();

        Assert.That(await CopyAsync(git, allowDirty: false), Is.EquivalentTo(Committed));
    }

    [TestCase("source.cs")]
    [TestCase("new.cs")]
    public void Changes_are_refused_and_named(string name)
    {
        using var git = new GitCheckout();
        git.Write(name, "changed");

        Assert.That(
            () => git.Checkout.ReadAsync(allowDirty: false, CancellationToken.None),
            Throws.TypeOf<ReleaseException>().With.Message.Contain(name).And.Property("ExitCode").EqualTo(65)
        );
    }

    [Test]
    public async Task Changes_that_are_allowed_go_in_and_show_in_the_version_and_nothing_is_staged()
    {
        using var git = new GitCheckout();
        git.Write("new.cs", "not committed");
        var clean = await git.Checkout.ReadAsync(allowDirty: true, CancellationToken.None);

        Assert.That(clean.Version, Is.EqualTo("1.2.3-dirty"));
        Assert.That(await CopyAsync(git, allowDirty: true), Is.EquivalentTo(Committed.Append("new.cs")));
        git.Git("diff", "--cached", "--quiet");
    }

    [Test]
    public async Task The_tag_of_the_commit_has_to_be_the_version()
    {
        using var git = new GitCheckout();
        git.Git("tag", "v1.2.4");
        var refusal = await Assert.ThrowsAsync<ReleaseException>(() =>
            git.Checkout.CheckVersionAsync(null, CancellationToken.None)
        );
        git.Git("tag", "v1.2.3");

        Assert.That(refusal!.Message, Does.Contain("v1.2.4").And.Contain("1.2.3"));
        // One of the two is still wrong.
        Assert.That(
            () => git.Checkout.CheckVersionAsync(null, CancellationToken.None),
            Throws.TypeOf<ReleaseException>()
        );
        git.Git("tag", "--delete", "v1.2.4");
        Assert.That(await git.Checkout.CheckVersionAsync(null, CancellationToken.None), Is.EqualTo("1.2.3"));
    }

    [TestCase("v1.2.3", true)]
    [TestCase("v1.2.4", false)]
    [TestCase("v1.2.3x", false)]
    [TestCase("vnext", false)]
    public async Task The_tag_that_is_released_has_to_be_the_version(string tag, bool isRight)
    {
        using var git = new GitCheckout();
        git.Git("tag", "v1.2.3");

        if (isRight)
            Assert.That(await git.Checkout.CheckVersionAsync(tag, CancellationToken.None), Is.EqualTo("1.2.3"));
        else
            Assert.That(
                () => git.Checkout.CheckVersionAsync(tag, CancellationToken.None),
                Throws.TypeOf<ReleaseException>().With.Message.Contain(tag)
            );
    }

    [Test]
    public void A_version_that_the_changelog_does_not_tell_of_is_refused()
    {
        using var git = new GitCheckout();
        git.Write("CHANGELOG.md", "# Changelog\n\n## [Unreleased]\n\n- A line.\n");

        Assert.That(
            () => git.Checkout.CheckVersionAsync(null, CancellationToken.None),
            Throws.TypeOf<ReleaseException>().With.Message.Contain("CHANGELOG.md")
        );
    }

    [Test]
    public void What_changed_is_the_section_of_the_version_alone()
    {
        using var git = new GitCheckout();

        Assert.That(git.Checkout.Changes(), Is.EqualTo("A line."));
    }

    [TestCase("1.2")]
    [TestCase("1.2.3+meta")]
    [TestCase("")]
    public void What_is_no_semantic_version_is_refused(string version)
    {
        using var git = new GitCheckout();
        git.Write(
            "Directory.Build.props",
            $"<Project><PropertyGroup><Version>{version}</Version></PropertyGroup></Project>"
        );

        Assert.That(git.Checkout.Version, Throws.TypeOf<ReleaseException>());
    }

    [TestCase("", "linux-x64 linux-arm64 win-x64", "artifacts", false)]
    [TestCase("publish --runtime win-x64 --runtime linux-x64", "linux-x64 win-x64", "artifacts", false)]
    [TestCase("--output elsewhere --allow-dirty", "linux-x64 linux-arm64 win-x64", "elsewhere", true)]
    public void A_command_line_says_what_is_built(string line, string runtimes, string output, bool allowDirty)
    {
        var options = PublishOptions.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries))!;

        Assert.That(options.Runtimes, Is.EqualTo(runtimes.Split(' ')));
        Assert.That((options.Output, options.AllowDirty), Is.EqualTo((output, allowDirty)));
    }

    [TestCase("--runtime")]
    [TestCase("--runtime osx-arm64")]
    [TestCase("--output")]
    [TestCase("publish publish")]
    [TestCase("--Allow-Dirty")]
    public void A_command_line_that_is_not_understood_builds_nothing(string line) =>
        Assert.That(PublishOptions.Parse(line.Split(' ')), Is.Null);

    private static readonly string[] Committed = [".gitignore", "CHANGELOG.md", "Directory.Build.props", "source.cs"];

    private static async Task<string[]> CopyAsync(GitCheckout git, bool allowDirty)
    {
        using var copy = new TempFolder();
        var stamp = await git.Checkout.ReadAsync(allowDirty, CancellationToken.None);
        await git.Checkout.CopyAsync(stamp, copy.Path, CancellationToken.None);
        return
        [
            .. Directory
                .EnumerateFiles(copy.Path, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(copy.Path, file)),
        ];
    }
}
