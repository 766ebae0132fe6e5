using System.Globalization;

namespace Enterprise.Migrations.Local;

/// <summary>
/// Who needs the server: one file for each. Whoever removes the emptied folder has to stop the server, and only one can,
/// because removing a folder fails while anything is in it. So a running server without the folder is about to stop.
/// </summary>
internal sealed class ServerOwners(ServerFolder folder)
{
    private const string UntilStopped = "until-stopped";

    public bool Any => Directory.Exists(folder.Owners);

    public void Add(int? owner)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Directory.CreateDirectory(folder.Owners);
                File.WriteAllText(EntryOf(owner), "");
                break;
            }
            catch (DirectoryNotFoundException) when (attempt < 5)
            {
                // The last of the others left in between and took the folder along.
            }
        }
        RemoveTheDead();
    }

    /// <summary>True: nobody is left, and the caller stops the server.</summary>
    public bool Remove(int? owner)
    {
        try
        {
            File.Delete(EntryOf(owner));
            Directory.Delete(folder.Owners);
            return true;
        }
        catch (IOException)
        {
            return false; // not empty, or gone: others see to it
        }
    }

    public void Clear()
    {
        if (Any)
            Directory.Delete(folder.Owners, recursive: true);
    }

    private void RemoveTheDead()
    {
        foreach (var entry in Directory.EnumerateFiles(folder.Owners))
        {
            var isProcess = int.TryParse(Path.GetFileName(entry), CultureInfo.InvariantCulture, out var pid);
            if (isProcess && Processes.NameOf(pid) is null)
                File.Delete(entry);
        }
    }

    private string EntryOf(int? owner) =>
        Path.Combine(folder.Owners, owner is { } pid ? pid.ToString(CultureInfo.InvariantCulture) : UntilStopped);
}
