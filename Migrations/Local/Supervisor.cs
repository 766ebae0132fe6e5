using System.Globalization;
using System.Text;

namespace Enterprise.Migrations.Local;

/// <summary>
/// Stops the server when an owner has ended, even by SIGKILL. A script of the system's own shell: it costs a megabyte instead of a
/// runtime's forty, and a rebuild of this program does not pull its file away. One for each owner; see <see cref="ServerOwners"/>.
/// </summary>
internal static class Supervisor
{
    public static void Spawn(
        ServerFolder folder,
        ServerHome home,
        PostgresBinaries binaries,
        int owner,
        bool deleteAfterUse
    )
    {
        if (OperatingSystem.IsWindows())
        {
            Tool.Spawn(PowerShellCommand(folder, home, binaries, owner, deleteAfterUse));
            return;
        }
        Tool.Spawn([
            .. Detached(),
            SupervisorScript.Shell,
            "supervisor",
            owner.ToString(CultureInfo.InvariantCulture),
            folder.FullPath,
            home.FullPath,
            binaries.PgCtl,
            deleteAfterUse ? "delete" : "keep",
            .. home.Account.Prefix,
        ]);
    }

    // What kills the owner often kills its whole process group (Ctrl+C, timeouts, CI runners), so this leaves the group.
    private static string[] Detached() =>
        File.Exists("/usr/bin/setsid") || File.Exists("/bin/setsid")
            ? ["setsid", "sh", "-c"]
            : ["sh", "-c", "set -m; sh -c \"$0\" \"$@\" </dev/null >/dev/null 2>&1 &"];

    private static string[] PowerShellCommand(
        ServerFolder folder,
        ServerHome home,
        PostgresBinaries binaries,
        int owner,
        bool deleteAfterUse
    )
    {
        var script = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            $owner = {owner}; $folder = {Quoted(folder.FullPath)}; $home_ = {Quoted(home.FullPath)}
            $pgCtl = {Quoted(binaries.PgCtl)}; $delete = ${(deleteAfterUse ? "true" : "false")}
            {SupervisorScript.PowerShell}
            """
        );
        var encoded = Convert.ToBase64String(Encoding.Unicode.GetBytes(script));
        return
        [
            "powershell.exe",
            "-NoProfile",
            "-NonInteractive",
            "-WindowStyle",
            "Hidden",
            "-EncodedCommand",
            encoded,
        ];
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
