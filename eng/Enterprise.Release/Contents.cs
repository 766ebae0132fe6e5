using Enterprise.Release.Archives;

namespace Enterprise.Release;

/// <summary>What an archive has beside the programs, what it must have, and what may never be in one.</summary>
internal static class Contents
{
    private const string DevelopmentSettings = "appsettings/appsettings.Development.json";

    /// <summary>Paths within the one folder of an archive.</summary>
    public static IReadOnlyList<string> Needed { get; } =
    [
        "Enterprise.Api.dll",
        "Enterprise.Api.deps.json",
        "Enterprise.Api.runtimeconfig.json",
        "Enterprise.Migrations.dll",
        "Enterprise.Migrations.runtimeconfig.json",
        "appsettings/appsettings.json",
        "appsettings/appsettings.Production.json",
        "LICENSE",
        "NOTICE.common-passwords.txt",
        "README.md",
        "CHANGELOG.md",
        "docs/operations.md",
        "sbom.cdx.json",
    ];

    /// <summary>Adds to a published folder what people need to run it, and takes away what is for developers.</summary>
    public static void Complete(string source, string folder, string bill)
    {
        File.Delete(Path.Combine(folder, DevelopmentSettings));
        Copy(Path.Combine(source, "eng", "Enterprise.Release", "ARCHIVE.md"), Path.Combine(folder, "README.md"));
        Copy(bill, Path.Combine(folder, "sbom.cdx.json"));
        foreach (var name in (string[])["LICENSE", "CHANGELOG.md", "SECURITY.md"])
            Copy(Path.Combine(source, name), Path.Combine(folder, name));
        foreach (var name in (string[])["docs", "deploy"])
        foreach (var file in ArchiveFile.Of(Path.Combine(source, name), name))
            Copy(file.Source, Path.Combine(folder, file.Name));
    }

    /// <summary>Refuses files of which something is missing, or that hold what must not leave the house.</summary>
    public static void Check(IReadOnlyList<ArchiveFile> files)
    {
        var names = files.Select(file => file.Name[(file.Name.IndexOf('/', StringComparison.Ordinal) + 1)..]).ToArray();
        var missing = Needed.Except(names, StringComparer.Ordinal).ToArray();
        if (missing.Length > 0)
            throw new ReleaseException($"The archive has no {string.Join(", ", missing)}.");
        var strange = names.Where(IsForbidden).ToArray();
        if (strange.Length > 0)
            throw new ReleaseException($"The archive must not have {string.Join(", ", strange)}.");
    }

    private static bool IsForbidden(string name)
    {
        var file = name[(name.LastIndexOf('/') + 1)..];
        return name == DevelopmentSettings
            || file.StartsWith("Enterprise.Tests", StringComparison.Ordinal)
            || file.StartsWith("Enterprise.Benchmarks", StringComparison.Ordinal)
            || file.StartsWith("Enterprise.Release", StringComparison.Ordinal)
            || file.StartsWith(".env", StringComparison.Ordinal)
            || file is "web.config" or "packages.lock.json"
            || Path.GetExtension(file) is ".cs" or ".csproj" or ".pem" or ".key" or ".pfx" or ".p12";
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(from, to);
    }
}
