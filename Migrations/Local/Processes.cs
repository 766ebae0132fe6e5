using System.Diagnostics;

namespace Enterprise.Migrations.Local;

/// <summary>Looks at processes that this program did not start.</summary>
internal static class Processes
{
    /// <summary>Null: there is no such process, or it has ended and nobody has asked for its exit code yet.</summary>
    public static string? NameOf(int pid)
    {
        if (OperatingSystem.IsLinux())
            return LinuxNameOf(pid);
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.HasExited ? null : process.ProcessName;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return null; // ended
        }
    }

    // The line reads "pid (name) state ...", and the name may contain anything.
    private static string? LinuxNameOf(int pid)
    {
        try
        {
            var line = File.ReadAllText(FormattableString.Invariant($"/proc/{pid}/stat"));
            var end = line.LastIndexOf(')');
            return line[end + 2] is 'Z' or 'X' ? null : line[(line.IndexOf('(', StringComparison.Ordinal) + 1)..end];
        }
        catch (IOException)
        {
            return null; // ended
        }
    }
}
