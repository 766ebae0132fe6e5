using System.Reflection;
using Enterprise.Api.Setup;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Configuration;
using Enterprise.Domain.Common;
using Enterprise.Migrations;
using Enterprise.Persistence;

namespace Enterprise.Tests.Architecture;

/// <summary>What the architecture tests look at: the assemblies and the checkout they were built from.</summary>
internal static class Solution
{
    private static readonly string[] Generated = ["bin", "obj", "node_modules", "artifacts", "TestResults"];

    public static Assembly Domain { get; } = typeof(Failure).Assembly;
    public static Assembly Application { get; } = typeof(IAccountStore).Assembly;
    public static Assembly Persistence { get; } = typeof(EnterpriseDbContext).Assembly;
    public static Assembly Api { get; } = typeof(EnterpriseHost).Assembly;
    public static Assembly Migrations { get; } = typeof(DesignTimeContextFactory).Assembly;

    /// <summary>The layers of the program itself.</summary>
    public static Assembly[] Layers { get; } = [Domain, Application, Persistence, Api];

    public static string Root { get; } =
        AppEnvironment.From(new Dictionary<string, string>(), AppContext.BaseDirectory).Checkout
        ?? throw new InvalidOperationException("The tests run outside a checkout.");

    /// <summary>C# that people write, by its path within the checkout.</summary>
    public static IEnumerable<SourceFile> Sources(string folder = "") =>
        Files(folder).Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal) && !IsGenerated(file.Path));

    /// <summary>Every file but what builds and programs leave behind.</summary>
    public static IEnumerable<SourceFile> Files(string folder = "") =>
        Walk(new DirectoryInfo(Path.Combine(Root, folder)))
            .Select(file => new SourceFile(Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'), file));

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder)
    {
        // In a linked worktree of git, .git is a file.
        foreach (var file in folder.EnumerateFiles().Where(file => file.Name != ".git"))
            yield return file;
        foreach (var child in folder.EnumerateDirectories())
            // Of what begins with a dot, only settings of tools are ours.
            if (
                !Generated.Contains(child.Name)
                && (child.Name[0] != '.' || child.Name is ".ci" or ".config" or ".github")
            )
                foreach (var file in Walk(child))
                    yield return file;
    }

    /// <summary>Migrations, which <c>dotnet ef</c> writes.</summary>
    private static bool IsGenerated(string path) =>
        path.StartsWith("Migrations/20", StringComparison.Ordinal)
        || path.EndsWith("ModelSnapshot.cs", StringComparison.Ordinal);
}

/// <summary>A file of the checkout.</summary>
internal sealed record SourceFile(string Path, FileInfo File)
{
    public string Text => System.IO.File.ReadAllText(File.FullName);

    public string[] Lines => System.IO.File.ReadAllLines(File.FullName);

    public override string ToString() => Path;
}
