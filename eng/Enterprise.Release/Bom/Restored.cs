using System.Text.Json;
using System.Xml.Linq;

namespace Enterprise.Release.Bom;

/// <summary>What a restore left: where the packages are, and which of them have anything for a program that runs.</summary>
internal sealed class Restored
{
    private readonly string[] folders;
    private readonly HashSet<string> running;

    private Restored(string[] folders, HashSet<string> running)
    {
        this.folders = folders;
        this.running = running;
    }

    /// <summary>Reads it from the folder of a project.</summary>
    public static Restored Read(string project)
    {
        var path = Path.Combine(project, "obj", "project.assets.json");
        if (!File.Exists(path))
            throw new ReleaseException($"{path} is missing: dotnet restore first.", ReleaseException.Unavailable);
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return new Restored(
            [.. document.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name)],
            document
                .RootElement.GetProperty("targets")
                .GetProperty("net10.0")
                .EnumerateObject()
                .Where(package =>
                    package.Value.TryGetProperty("runtime", out _)
                    || package.Value.TryGetProperty("runtimeTargets", out _)
                )
                .Select(package => package.Name.Split('/')[0])
                .ToHashSet(StringComparer.OrdinalIgnoreCase)
        );
    }

    /// <summary>Whether the package has a file that is loaded, and not only what helps to build.</summary>
    public bool Runs(LockFile.Entry package) => running.Contains(package.Id);

    /// <summary>What the restored package says about itself, once it is certain to be the one of the lock file.</summary>
    public PackageFacts Facts(LockFile.Entry package)
    {
        var id = package.Id.ToLowerInvariant();
        var folder =
            folders.Select(root => Path.Combine(root, id, package.Version!)).FirstOrDefault(Directory.Exists)
            ?? throw new ReleaseException(
                $"{package.Id} {package.Version} is not restored.",
                ReleaseException.Unavailable
            );
        using var metadata = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, ".nupkg.metadata")));
        if (metadata.RootElement.GetProperty("contentHash").GetString() != package.ContentHash)
            throw new ReleaseException($"{package.Id} {package.Version} is not the package of the lock file.");
        var file = File.ReadAllText(Path.Combine(folder, $"{id}.{package.Version}.nupkg.sha512"));
        return PackageFacts.Read(
            XDocument.Load(Path.Combine(folder, $"{id}.nuspec")),
            Convert.ToHexStringLower(Convert.FromBase64String(file.Trim()))
        );
    }
}
