using System.Runtime.InteropServices;

namespace Enterprise.Application.Passwords;

/// <summary>
/// Lets other threads go first where there is less processor than work: a hash takes milliseconds of a core, and the request that waits
/// behind it often needs a few microseconds. Priorities of .NET mean nothing on Linux, but there each thread has a niceness of its own.
/// </summary>
internal static partial class PoliteThread
{
    /// <summary>A tenth of the weight of the others (sched(7)): hashes still move on under load.</summary>
    public const int Niceness = 10;

    private const int OfProcess = 0;
    private const int CallingThread = 0;

    /// <summary>Elsewhere than on Linux, and where it is not allowed, nothing changes.</summary>
    public static void Become()
    {
        if (OperatingSystem.IsLinux())
            _ = SetPriority(OfProcess, CallingThread, Niceness);
    }

    // Linux takes 0 for the calling thread, whatever POSIX says of processes (setpriority(2)).
    [LibraryImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPriority(int which, int who, int niceness);
}
