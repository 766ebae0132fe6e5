using System.Formats.Tar;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Enterprise.Release;

/// <summary>The checkout that is released: its version, and what git knows of it.</summary>
internal sealed partial class Checkout(string root)
{
    private static readonly Dictionary<string, string?> AsItIs = [];

    public string Root { get; } = root;

    /// <summary>The one place that has the version: Directory.Build.props.</summary>
    public string Version()
    {
        var version = XDocument
            .Load(Path.Combine(Root, "Directory.Build.props"))
            .Descendants("Version")
            .Select(element => element.Value)
            .SingleOrDefault();
        return version is not null && SemanticVersion().IsMatch(version)
            ? version
            : throw new ReleaseException($"Directory.Build.props has no semantic version, but '{version}'.");
    }

    /// <summary>What CHANGELOG.md says about the version, without its heading.</summary>
    public string Changes()
    {
        var version = Version();
        var lines = File.ReadAllLines(Path.Combine(Root, "CHANGELOG.md"));
        var section = lines
            .SkipWhile(line => !line.StartsWith($"## [{version}]", StringComparison.Ordinal))
            .Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal));
        var text = string.Join('\n', section).Trim();
        return text.Length > 0
            ? text
            : throw new ReleaseException($"CHANGELOG.md has no section, or an empty one, for the version {version}.");
    }

    /// <summary>The version, where CHANGELOG.md tells of it and no tag says another.</summary>
    /// <param name="released">The tag that is released, whatever it looks like; none: the tags of this commit that look like a version.</param>
    /// <param name="ct">Ends the asking of git.</param>
    public async Task<string> CheckVersionAsync(string? released, CancellationToken ct)
    {
        _ = Changes();
        var version = Version();
        var tags = released is not null
            ? [released]
            : (await GitAsync(["tag", "--points-at", "HEAD"], AsItIs, ct))
                .Split('\n', StringSplitOptions.TrimEntries)
                .Where(tag => VersionTag().IsMatch(tag))
                .ToArray();
        return Array.TrueForAll(tags, tag => tag == $"v{version}")
            ? version
            : throw new ReleaseException(
                $"This commit is tagged {string.Join(", ", tags)}, but Directory.Build.props says {version}."
            );
    }

    /// <summary>What a build of this checkout is told about itself. Refuses one with changes, unless they may go in.</summary>
    public async Task<Stamp> ReadAsync(bool allowDirty, CancellationToken ct)
    {
        var version = Version();
        var commit = await GitAsync(["rev-parse", "HEAD"], AsItIs, ct);
        var seconds = await GitAsync(["log", "-1", "--format=%ct"], AsItIs, ct);
        var committedAt = DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds, CultureInfo.InvariantCulture));
        var changes = await GitAsync(["status", "--porcelain", "--untracked-files=all"], AsItIs, ct);
        if (changes.Length == 0)
            return new Stamp(version, commit, committedAt, commit);
        return allowDirty
            ? new Stamp($"{version}-dirty", commit, committedAt, await TreeAsync(ct))
            : throw new ReleaseException(
                $"There are changes that no commit has (--allow-dirty takes them in):\n{changes}"
            );
    }

    /// <summary>The version of the SDK that builds here.</summary>
    public Task<string> SdkAsync(CancellationToken ct) => Tool.RunAsync(Root, "dotnet", ["--version"], AsItIs, ct);

    /// <summary>Copies all that goes in into an empty folder: what git knows, and nothing that lies about.</summary>
    public async Task CopyAsync(Stamp stamp, string folder, CancellationToken ct)
    {
        var archive = Path.Combine(folder, "source.tar");
        await GitAsync(["archive", "--format=tar", "-o", archive, stamp.Tree], AsItIs, ct);
        await TarFile.ExtractToDirectoryAsync(archive, folder, overwriteFiles: false, ct);
        File.Delete(archive);
    }

    /// <summary>A tree of the working files, written through an index of its own, so that what is staged stays as it is.</summary>
    private async Task<string> TreeAsync(CancellationToken ct)
    {
        var index = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Dictionary<string, string?> apart = new() { ["GIT_INDEX_FILE"] = index };
        try
        {
            await GitAsync(["read-tree", "HEAD"], apart, ct);
            await GitAsync(["add", "--all"], apart, ct);
            return await GitAsync(["write-tree"], apart, ct);
        }
        finally
        {
            File.Delete(index);
        }
    }

    private Task<string> GitAsync(
        string[] arguments,
        IReadOnlyDictionary<string, string?> environment,
        CancellationToken ct
    ) => Tool.RunAsync(Root, "git", arguments, environment, ct);

    [GeneratedRegex(@"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SemanticVersion();

    [GeneratedRegex(@"^v\d", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VersionTag();
}
