using System.Globalization;

namespace Enterprise.Migrations.Local;

/// <summary>The server process that the data folder names. The file outlives a killed server, so it proves nothing alone.</summary>
internal sealed record Postmaster(int ProcessId, int Port)
{
    private const int PortLine = 3;

    /// <summary>Null: nobody has claimed the data.</summary>
    public static Postmaster? Read(ServerHome home)
    {
        try
        {
            var lines = File.ReadAllLines(home.PidFile);
            return lines.Length == 0
                ? null
                : new Postmaster(Number(lines[0]), lines.Length > PortLine ? Number(lines[PortLine]) : 0);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public bool IsRunning =>
        ProcessId > 0 && Processes.NameOf(ProcessId)?.Contains("postgres", StringComparison.Ordinal) == true;

    /// <summary>The number may be another server's by now, after a restart of the machine or in a copy of the folder.</summary>
    public async Task<bool> ServesAsync(ServerHome home, CancellationToken ct)
    {
        if (!IsRunning)
            return false;
        if (!OperatingSystem.IsLinux())
            return true;
        var current = string.Create(CultureInfo.InvariantCulture, $"/proc/{ProcessId}/cwd");
        return (
            await Tool.RunAsync(["sh", "-c", "[ \"$1\" -ef \"$2\" ]", "sh", current, home.Data], Tool.Quick, ct)
        ).Succeeded;
    }

    /// <summary>
    /// A killed server's other processes end when they notice, which a long query puts off. They hold its memory, so no server
    /// starts before that. Only for data that no first process serves any more.
    /// </summary>
    public static async Task EndOrphansAsync(ServerHome home, CancellationToken ct)
    {
        const string Script = """
            for process in /proc/[0-9]*; do
              [ "$process/cwd" -ef "$1" ] && kill -s QUIT "${process#/proc/}"
            done
            """;
        if (OperatingSystem.IsLinux())
            await Tool.RunAsync(["sh", "-c", Script, "sh", home.Data], Tool.Quick, ct);
    }

    private static int Number(string line) =>
        int.TryParse(line, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
