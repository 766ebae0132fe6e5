using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using Enterprise.Release.Archives;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Deploy.Release;

/// <summary>Archives of a release are the same bytes for the same files, wherever and whenever they are packed.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ArchiveTests
{
    private static readonly DateTimeOffset Time = new(2026, 3, 14, 9, 26, 54, TimeSpan.Zero);

    private static readonly (string Name, string Text)[] Files =
    [
        ("Program.dll", "a program"),
        ("appsettings/appsettings.json", "{}"),
        ("deploy/start.sh", "exit 0"),
        ("README.md", "words"),
    ];

    [TestCase("made.tar.gz")]
    [TestCase("made.zip")]
    public async Task Folders_with_the_same_files_give_the_same_bytes(string name)
    {
        using var first = Folder(Files);
        using var second = Folder(Files.Reverse());
        foreach (var file in Directory.EnumerateFiles(second.Path, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));

        Assert.That(await PackAsync(second, name), Is.EqualTo(await PackAsync(first, name)));
    }

    [Test]
    public async Task A_tar_file_has_sorted_entries_of_nobody_with_one_time_and_modes_by_name()
    {
        using var folder = Folder(Files);
        var bytes = await PackAsync(folder, "made.tar.gz");

        await using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        await using var tar = new TarReader(gzip);
        List<TarEntry> entries = [];
        while (await tar.GetNextEntryAsync(copyData: true) is { } entry)
            entries.Add(entry);

        Assert.That(
            entries.Select(entry => entry.Name),
            Is.EqualTo(["it/Program.dll", "it/README.md", "it/appsettings/appsettings.json", "it/deploy/start.sh"])
        );
        Assert.That(
            entries.Select(entry => (entry.Uid, entry.Gid, entry.ModificationTime)),
            Is.All.EqualTo((0, 0, Time))
        );
        Assert.That(
            entries.Select(entry => Convert.ToString((int)entry.Mode, 8)),
            Is.EqualTo(["644", "644", "644", "755"])
        );
    }

    [Test]
    public async Task A_zip_file_has_sorted_entries_with_one_time()
    {
        using var folder = Folder(Files);
        var bytes = await PackAsync(folder, "made.zip");

        await using var zip = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);

        Assert.That(
            zip.Entries.Select(entry => entry.FullName),
            Is.EqualTo(["it/Program.dll", "it/README.md", "it/appsettings/appsettings.json", "it/deploy/start.sh"])
        );
        Assert.That(zip.Entries.Select(entry => entry.LastWriteTime.DateTime), Is.All.EqualTo(Time.DateTime));
    }

    [Test]
    public async Task The_sums_are_what_sha256sum_checks()
    {
        using var folder = Folder(Files);

        await Sums.WriteAsync(folder.Path, ["README.md", "Program.dll"], CancellationToken.None);

        var sum = Convert.ToHexStringLower(SHA256.HashData("a program"u8));
        var lines = await File.ReadAllLinesAsync(Path.Combine(folder.Path, "SHA256SUMS"));
        Assert.That(lines, Has.Length.EqualTo(2));
        Assert.That(lines[0], Is.EqualTo($"{sum}  Program.dll"));
    }

    private static TempFolder Folder(IEnumerable<(string Name, string Text)> files)
    {
        var folder = new TempFolder();
        foreach (var (name, text) in files)
            folder.Write(name, text);
        return folder;
    }

    private static async Task<byte[]> PackAsync(TempFolder folder, string name)
    {
        using var target = new TempFolder();
        var path = Path.Combine(target.Path, name);
        await Archive.WriteAsync(path, ArchiveFile.Of(folder.Path, "it"), Time, CancellationToken.None);
        return await File.ReadAllBytesAsync(path);
    }
}
