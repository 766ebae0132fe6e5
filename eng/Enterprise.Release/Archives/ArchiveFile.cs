namespace Enterprise.Release.Archives;

/// <summary>A file for an archive.</summary>
/// <param name="Name">Its path in the archive, with slashes.</param>
/// <param name="Source">Where its bytes are.</param>
internal sealed record ArchiveFile(string Name, string Source)
{
    private const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Executable =
        Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>By the name alone, because a file system may know no modes and a umask changes them.</summary>
    public UnixFileMode Mode => Name.EndsWith(".sh", StringComparison.Ordinal) ? Executable : Readable;

    /// <summary>All files of a folder, below a folder of that name in the archive, in the order of their bytes.</summary>
    public static IReadOnlyList<ArchiveFile> Of(string folder, string name) =>
        [
            .. Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(file => new ArchiveFile(
                    $"{name}/{Path.GetRelativePath(folder, file).Replace('\\', '/')}",
                    file
                ))
                .OrderBy(file => file.Name, StringComparer.Ordinal),
        ];
}
