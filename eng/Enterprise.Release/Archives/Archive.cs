using System.Formats.Tar;
using System.IO.Compression;

namespace Enterprise.Release.Archives;

/// <summary>
/// Archives that are the same bytes for the same files: entries in order, one time for all, no owner, modes by name. What a folder's
/// files have of these, and when and by whom it is packed, does not matter.
/// </summary>
internal static class Archive
{
    // RFC 1952, section 2.3: the tenth byte names the operating system that compressed, which is nobody's business.
    private const int SystemByte = 9;
    private const byte UnknownSystem = 255;

    /// <summary>Writes a zip file where the name ends with .zip, and else a compressed tar file.</summary>
    public static async Task WriteAsync(
        string path,
        IReadOnlyList<ArchiveFile> files,
        DateTimeOffset time,
        CancellationToken ct
    )
    {
        if (path.EndsWith(".zip", StringComparison.Ordinal))
            await ZipAsync(path, files, time, ct);
        else
            await TarAsync(path, files, time, ct);
    }

    private static async Task TarAsync(
        string path,
        IReadOnlyList<ArchiveFile> files,
        DateTimeOffset time,
        CancellationToken ct
    )
    {
        await using var target = new FileStream(path, FileMode.Create, FileAccess.ReadWrite);
        await using (var gzip = new GZipStream(target, CompressionLevel.SmallestSize, leaveOpen: true))
        await using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar, leaveOpen: true))
            foreach (var file in files)
            {
                await using var content = File.OpenRead(file.Source);
                await tar.WriteEntryAsync(
                    new UstarTarEntry(TarEntryType.RegularFile, file.Name)
                    {
                        ModificationTime = time,
                        Mode = file.Mode,
                        Uid = 0,
                        Gid = 0,
                        DataStream = content,
                    },
                    ct
                );
            }
        target.Position = SystemByte;
        target.WriteByte(UnknownSystem);
    }

    private static async Task ZipAsync(
        string path,
        IReadOnlyList<ArchiveFile> files,
        DateTimeOffset time,
        CancellationToken ct
    )
    {
        await using var target = new FileStream(path, FileMode.Create, FileAccess.ReadWrite);
        await using var zip = new ZipArchive(target, ZipArchiveMode.Create);
        foreach (var file in files)
        {
            var entry = zip.CreateEntry(file.Name, CompressionLevel.SmallestSize);
            // The format has no zone; it is UTC.
            entry.LastWriteTime = time;
            entry.ExternalAttributes = (int)file.Mode << 16;
            await using var content = File.OpenRead(file.Source);
            await using var packed = await entry.OpenAsync(ct);
            await content.CopyToAsync(packed, ct);
        }
    }
}
