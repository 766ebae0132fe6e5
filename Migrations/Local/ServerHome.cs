using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Enterprise.Migrations.Local;

/// <summary>What belongs to the account that runs the server: the data and the server's log.</summary>
internal sealed record ServerHome(string FullPath, ServerAccount Account)
{
    private static readonly TimeSpan Deletion = TimeSpan.FromMinutes(2);
    private static readonly string[] Elsewhere = ["/var/lib", "/var/tmp"];

    public string Data => Path.Combine(FullPath, "data");

    public string Log => Path.Combine(FullPath, "server.log");

    public string PidFile => Path.Combine(Data, "postmaster.pid");

    private string VersionFile => Path.Combine(Data, "PG_VERSION");

    /// <summary>The version that made the data; null: there is none yet.</summary>
    public int? Major =>
        File.Exists(VersionFile) ? int.Parse(File.ReadAllText(VersionFile).Trim(), CultureInfo.InvariantCulture) : null;

    /// <summary>Beside the folder's other files, or elsewhere when the account cannot come that far (a clone below /root).</summary>
    public static async Task<ServerHome> LocateAsync(
        ServerFolder folder,
        ServerAccount account,
        bool durable,
        CancellationToken ct
    )
    {
        var near = folder.File("run");
        var far = $"enterprise-api-{NameOf(folder)}";
        // A copied folder carries the note of its original, whose data it must not share: the name tells.
        var noted = File.Exists(folder.Location) ? (await File.ReadAllTextAsync(folder.Location, ct)).Trim() : null;
        var isOwnNote = Elsewhere.Any(parent =>
            string.Equals(Path.Combine(parent, far), noted, StringComparison.Ordinal)
        );
        if (noted is not null && isOwnNote)
            return new ServerHome(noted, account);
        if (Directory.Exists(near) || await account.CanEnterAsync(folder.FullPath, ct))
            return new ServerHome(near, account);
        // Temporary folders are swept by age, which suits a test run and would eat a developer's data.
        var parent = durable && Directory.Exists(Elsewhere[0]) ? Elsewhere[0] : Elsewhere[1];
        return new ServerHome(Path.Combine(parent, far), account);
    }

    public async Task MakeAsync(ServerFolder folder, CancellationToken ct)
    {
        if (!string.Equals(Path.GetDirectoryName(FullPath), folder.FullPath, StringComparison.Ordinal))
            await File.WriteAllTextAsync(folder.Location, FullPath + "\n", ct);
        if (Account.Name is null)
            Directory.CreateDirectory(FullPath);
        else
            await HandOverAsync(Account.Name, ct);
    }

    public string TailOfLog(long from = 0)
    {
        if (!File.Exists(Log))
            return "";
        using var reader = new StreamReader(new FileStream(Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        reader.BaseStream.Seek(Math.Max(from, reader.BaseStream.Length - 4000), SeekOrigin.Begin);
        return reader.ReadToEnd().Trim();
    }

    public async Task DeleteAsync(CancellationToken ct)
    {
        if (!Directory.Exists(FullPath))
            return;
        if (Account.Name is null)
        {
            Directory.Delete(FullPath, recursive: true);
            return;
        }
        await Account.RunAsync(Deletion, ct, "find", FullPath, "-mindepth", "1", "-delete");
        Directory.Delete(FullPath);
    }

    // Others may write where this stands, so the folder is either made here and now (mkdir fails on anything that exists),
    // or root's from an attempt that was cut off, or already as it should be. A planted folder or link is neither.
    private async Task HandOverAsync(string name, CancellationToken ct)
    {
        const string Script = """
            mkdir -m 700 "$1" 2>/dev/null
            [ ! -L "$1" ] && [ -O "$1" ] && chown "$2" "$1"
            [ -n "$(find "$1" -prune -type d -user "$2" -perm 700)" ]
            """;
        var made = await Tool.RunAsync(["sh", "-c", Script, "sh", FullPath, name], Tool.Quick, ct);
        if (!made.Succeeded)
        {
            throw new LocalServerException(
                $"{FullPath} is not a folder of '{name}' with mode 700: delete it. {made.Everything}"
            );
        }
    }

    private static string NameOf(ServerFolder folder) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder.FullPath)))[..16];
}
