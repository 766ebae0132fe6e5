using System.Text.RegularExpressions;

namespace Enterprise.Tests.Architecture;

/// <summary>One feature, one name, in every layer (architecture.md, section 1).</summary>
[Parallelizable(ParallelScope.All)]
public sealed partial class TreeTests
{
    private static readonly string[] Slices = ["Accounts", "Audit", "Roles", "Sessions", "Users"];

    // What a layer has beside the slices. A new folder is a new idea, and belongs here with its reason.
    [TestCase("Enterprise.Domain", "Common")]
    [TestCase(
        "Enterprise.Application",
        "Abstractions",
        "Authorization",
        "Configuration",
        "Health",
        "Limits",
        "Lists",
        "Passwords",
        "Validation"
    )]
    [TestCase("Enterprise.Persistence", "Database")]
    [TestCase(
        "Enterprise.Api",
        "Authentication",
        "Development",
        "Edge",
        "Http",
        "Lifecycle",
        "Limits",
        "Logging",
        "Operations",
        "Properties",
        "Setup",
        "Swagger",
        "Telemetry"
    )]
    public void The_folders_of_a_layer_are_the_slices_and_a_few_of_its_own(string layer, params string[] own) =>
        Assert.That(Folders(layer), Is.SubsetOf(Slices.Concat(own)));

    [TestCase("Enterprise.Tests/Domain", "Enterprise.Domain")]
    [TestCase("Enterprise.Tests/Application", "Enterprise.Application")]
    [TestCase("Enterprise.Tests/Persistence", "Enterprise.Persistence")]
    [TestCase("Enterprise.Tests/Api", "Enterprise.Api")]
    [TestCase("Enterprise.Tests/Migrations", "Migrations")]
    public void The_tests_of_a_layer_have_the_folders_of_the_layer(string tests, string layer) =>
        Assert.That(Folders(tests), Is.SubsetOf(Slices.Concat(Folders(layer))));

    [Test]
    public void Namespaces_follow_the_folders()
    {
        var offenders =
            from layer in (string[])
                ["Enterprise.Domain", "Enterprise.Application", "Enterprise.Persistence", "Enterprise.Api"]
            from file in Solution.Sources(layer)
            let declared = Namespace().Match(file.Text)
            where declared.Success
            let expected = Path.GetDirectoryName(file.Path)!.Replace('\\', '/').Replace('/', '.')
            // Passwords keeps its parts in folders that callers need not know of.
            where expected != declared.Groups["name"].Value
            where !expected.StartsWith("Enterprise.Application.Passwords.", StringComparison.Ordinal)
            select $"{file}: {declared.Groups["name"].Value}";

        Assert.That(offenders, Is.Empty);
    }

    [Test]
    public void Every_log_event_has_an_id_of_its_own()
    {
        var declared = LogEvents.Declared.Select(declared => declared.Id).ToArray();

        Assert.That(declared, Has.Length.GreaterThanOrEqualTo(8));
        Assert.That(declared.Concat(LogEvents.Held.Select(held => held.Id)), Is.Unique);
        Assert.That(declared, Has.All.GreaterThan(999));
    }

    [Test]
    public void No_file_tells_whose_machine_it_was_written_on()
    {
        var offenders =
            from file in Solution.Files()
            where file.File.Length < 1 << 20 && !file.Path.EndsWith(".bin", StringComparison.Ordinal)
            from line in file.Lines
            where MachinePath().IsMatch(line)
            select $"{file}: {line.Trim()}";

        Assert.That(offenders, Is.Empty);
    }

    // The folder is put in for the star here, so that this file does not find itself.
    [TestCase("/*/main/Program.cs", "work", true)]
    [TestCase("\"/*/.nuget/packages\"", "root", true)]
    [TestCase("see /*/ada/src", "home", true)]
    [TestCase("C:\\*\\ada", "Users", true)]
    [TestCase("$HOME/.nuget and ~/src and /homeless", "", false)]
    [TestCase("https://example.com/*/x", "work", false)]
    public void The_search_for_machine_paths_finds_what_it_looks_for(string line, string folder, bool found) =>
        Assert.That(MachinePath().IsMatch(line.Replace("*", folder)), Is.EqualTo(found));

    private static string[] Folders(string path)
    {
        var folder = new DirectoryInfo(Path.Combine(Solution.Root, path));
        return folder.Exists
            ? [.. folder.EnumerateDirectories().Select(child => child.Name).Except(["bin", "obj"])]
            : [];
    }

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"(?<![\w.$~/])/(work|root|home/\w+)/[\w.]|[A-Z]:\\Users\\\w", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MachinePath();
}
