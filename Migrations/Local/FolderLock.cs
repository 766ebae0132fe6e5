namespace Enterprise.Migrations.Local;

/// <summary>One at a time in a folder, between threads and processes. The system lets go of it when its holder dies.</summary>
internal static class FolderLock
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<IDisposable> TakeAsync(ServerFolder folder, TimeProvider time, CancellationToken ct)
    {
        FileStream? held = null;
        var taken = await Polling.UntilAsync(
            _ =>
            {
                held = TryTake(folder.Lock);
                return Task.FromResult(held is not null);
            },
            Patience,
            time,
            ct
        );
        return taken
            ? held!
            : throw new LocalServerException($"Another program has been holding {folder.Lock} for too long.");
    }

    private static FileStream? TryTake(string file)
    {
        try
        {
            return new FileStream(file, PrivateFile.Options(FileMode.OpenOrCreate));
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException))
        {
            return null; // held by another
        }
    }
}
