using System.Diagnostics;
using Enterprise.Release;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Deploy.Release;

/// <summary>A small repository of the test's own, with one commit that could be released.</summary>
internal sealed class GitCheckout : IDisposable
{
    private readonly TempFolder folder = new();

    public GitCheckout()
    {
        Git("init", "-q");
        folder.Write(
            "Directory.Build.props",
            "<Project><PropertyGroup><Version>1.2.3</Version></PropertyGroup></Project>"
        );
        folder.Write(
            "CHANGELOG.md",
            "# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-03-14\n\nA line.\n\n## [1.2.2] - 2026-03-01\n\nOld.\n"
        );
        folder.Write(".gitignore", "ignored.txt\n");
        folder.Write("source.cs", "committed");
        folder.Write("ignored.txt", "lies about");
        Git("add", "--all");
        Git("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-q", "-m", "One");
        Checkout = new Checkout(folder.Path);
    }

    public Checkout Checkout { get; }

    public void Write(string name, string text) => folder.Write(name, text);

    public void Git(params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo("git", arguments) { UseShellExecute = false, WorkingDirectory = folder.Path }
        )!;
        if (!process.WaitForExit(Wait.Bound))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"git {string.Join(' ', arguments)} does not end.");
        }
        Assert.That(process.ExitCode, Is.Zero, string.Join(' ', arguments));
    }

    public void Dispose()
    {
        // git makes its objects read-only, which Windows holds against a deletion.
        foreach (var file in Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories))
            File.SetAttributes(file, FileAttributes.Normal);
        folder.Dispose();
    }
}
