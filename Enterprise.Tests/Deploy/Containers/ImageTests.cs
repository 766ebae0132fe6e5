using Enterprise.Tests.Architecture;

namespace Enterprise.Tests.Deploy.Containers;

/// <summary>The Dockerfile and what it is built from.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class ImageTests
{
    private static readonly string[] Ignored =
    [
        .. File.ReadLines(Path.Combine(Solution.Root, ".dockerignore"))
            .Where(line => line.Length > 0 && !line.StartsWith('#')),
    ];

    [Test]
    public void Nothing_gets_into_the_context_that_is_not_named()
    {
        Assert.That(Ignored[0], Is.EqualTo("*"));
        foreach (var named in Ignored.Where(line => line.StartsWith('!')))
            Assert.That(Path.Combine(Solution.Root, named[1..]), Does.Exist);
        // Also below what is named.
        Assert.That(
            Ignored,
            Does.Contain("**/bin").And.Contain("**/obj").And.Contain("**/.env").And.Contain("**/.env.*")
        );
        Assert.That(
            Ignored.Index().Where(line => line.Item.StartsWith('!')).Max(line => line.Index),
            Is.LessThan(Array.IndexOf(Ignored, "**/bin"))
        );
    }

    [Test]
    public void What_the_program_is_made_of_is_in_the_context()
    {
        var projects = Solution
            .Files()
            .Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal))
            .Select(file => file.Path.Split('/')[0])
            .Except(["Enterprise.Tests", "bench", "eng"]);

        foreach (var project in projects)
        {
            Assert.That(Ignored, Does.Contain("!" + project));
            Assert.That(ImageFile.Text, Does.Contain($"{project}/packages.lock.json {project}/"));
        }
    }

    [Test]
    public void It_runs_without_rights_and_is_asked_by_its_own_program()
    {
        Assert.That(ImageFile.Text, Does.Not.StartWith("# syntax"));
        Assert.That(ImageFile.Text, Does.Contain("\nUSER $APP_UID\n"));
        Assert.That(ImageFile.Text, Does.Contain("\nSTOPSIGNAL SIGTERM\n"));
        Assert.That(ImageFile.Text, Does.Contain("CMD [\"dotnet\", \"Enterprise.Api.dll\", \"--health\"]"));
        Assert.That(ImageFile.Text, Does.Contain($"\nEXPOSE {ImageFile.Port} {ImageFile.ManagementPort}\n"));
    }

    [Test]
    public void The_version_stands_in_one_place() => Assert.That(ImageFile.Text, Does.Not.Match(@"\bVERSION=\d"));

    [Test]
    public void No_secret_is_an_argument_of_the_build() =>
        Assert.That(ImageFile.Text, Does.Not.Match("(?i)(ARG|ENV) [^\n]*(secret|password|pepper|token|url)"));
}
