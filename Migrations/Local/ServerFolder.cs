using System.Globalization;
using System.Security.Cryptography;

namespace Enterprise.Migrations.Local;

/// <summary>What belongs to the caller: who uses the server, its password and port. The data is in <see cref="ServerHome"/>.</summary>
internal sealed class ServerFolder(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string LockName = "lock";

    public string FullPath { get; } = Path.GetFullPath(path);

    public string Marker => File("made-by-enterprise-api");

    public string Lock => File(LockName);

    public string Owners => File("owners");

    public string PasswordFile => File("password");

    public string Location => File("location");

    private string PortFile => File("port");

    public bool IsOurs => System.IO.File.Exists(Marker);

    /// <summary>As a reset leaves it, or never used.</summary>
    public bool IsEmpty => Directory.EnumerateFileSystemEntries(FullPath).All(entry => Same(entry, Lock));

    public int? LastPort
    {
        get =>
            System.IO.File.Exists(PortFile)
            && int.TryParse(System.IO.File.ReadAllText(PortFile), CultureInfo.InvariantCulture, out var port)
                ? port
                : null;
        set => System.IO.File.WriteAllText(PortFile, FormattableString.Invariant($"{value}"));
    }

    public string File(string name) => Path.Combine(FullPath, name);

    /// <summary>Makes the folder, or accepts an empty one or one that an earlier start has made.</summary>
    public void Make()
    {
        // pg_ctl hands the path to a shell inside double quotes.
        if (!OperatingSystem.IsWindows() && FullPath.AsSpan().ContainsAny("\"$`\\"))
        {
            throw new LocalServerException(
                $"PostgreSQL cannot work below {FullPath}: one of \" $ ` \\ is in the path."
            );
        }
        if (!Directory.Exists(FullPath))
            MakePrivate(FullPath);
        DemandNoStrangers();
    }

    /// <summary>Under the lock: from here on the folder may be deleted by <c>local reset</c>.</summary>
    public void Claim()
    {
        DemandNoStrangers();
        System.IO.File.WriteAllText(Marker, "A private PostgreSQL server; 'local reset' deletes this folder.\n");
    }

    public void DemandOurs()
    {
        if (!IsOurs)
        {
            throw new LocalServerException(
                $"{FullPath} was not made by this program (it has no {Path.GetFileName(Marker)}): left as it is."
            );
        }
    }

    public string ReadOrMakePassword()
    {
        if (System.IO.File.Exists(PasswordFile))
            return System.IO.File.ReadAllText(PasswordFile);
        // Written whole or not at all: half a password would lock everybody out of the data.
        var draft = PasswordFile + ".new";
        System.IO.File.Delete(draft);
        var password = RandomNumberGenerator.GetHexString(48, lowercase: true);
        using (var writer = new StreamWriter(draft, PrivateFile.Options(FileMode.CreateNew)))
            writer.Write(password);
        System.IO.File.Move(draft, PasswordFile);
        return password;
    }

    /// <summary>Everything but the lock, which others may be waiting for. The marker goes last: an interrupted reset can be repeated.</summary>
    public void Clear()
    {
        DemandOurs();
        foreach (var folder in Directory.EnumerateDirectories(FullPath))
            Directory.Delete(folder, recursive: true);
        foreach (var file in Directory.EnumerateFiles(FullPath).Where(file => !Same(file, Lock) && !Same(file, Marker)))
            System.IO.File.Delete(file);
        System.IO.File.Delete(Marker);
    }

    private void DemandNoStrangers()
    {
        if (!IsOurs && !IsEmpty)
            throw new LocalServerException($"{FullPath} holds files of somebody else: name an empty or a new folder.");
    }

    private static bool Same(string file, string other) => string.Equals(file, other, StringComparison.Ordinal);

    private static void MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }
        // Where root is the caller, the server's account has to pass through; it can neither list nor read.
        const UnixFileMode Passage = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        Directory.CreateDirectory(folder, Environment.IsPrivilegedProcess ? OwnerOnly | Passage : OwnerOnly);
    }
}
