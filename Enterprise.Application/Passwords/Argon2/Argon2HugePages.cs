using System.Runtime.InteropServices;

namespace Enterprise.Application.Passwords;

/// <summary>
/// Memory on Linux in pages of 2 MiB. References jump at random over all of it, and with pages of 4 KiB every jump misses the
/// processor's address cache. Where it cannot be had, ordinary memory does as well, only slower.
/// </summary>
internal static partial class Argon2HugePages
{
    private const nuint PageSize = 2 << 20;
    private const int ReadWrite = 0x1 | 0x2;
    private const int PrivateAnonymous = 0x02 | 0x20;
    private const int AdviseHugePages = 14;
    private const int AdviseNotInCoreDumps = 16;

    public static bool TryMap(nuint size, out nint start, out nuint mapped, out nint aligned)
    {
        (start, mapped, aligned) = (0, 0, 0);
        if (!OperatingSystem.IsLinux() || size < PageSize || size > nuint.MaxValue / 2)
            return false;

        try
        {
            // Whole pages, and one more, because a mapping need not begin at the border of a huge page.
            nuint length = (size + PageSize - 1) / PageSize * PageSize;
            mapped = length + PageSize;
            start = Map(0, mapped, ReadWrite, PrivateAnonymous, -1, 0);
            if (start == -1)
            {
                mapped = 0;
                return false;
            }

            aligned = (nint)(((nuint)start + PageSize - 1) / PageSize * PageSize);

            // Both are advice: what a kernel does not know, it refuses, and nothing is lost.
            _ = Advise(aligned, length, AdviseHugePages);
            _ = Advise(aligned, length, AdviseNotInCoreDumps);
            return true;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    public static bool Unmap(nint start, nuint mapped) => UnmapCore(start, mapped) == 0;

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int UnmapCore(nint address, nuint length);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);
}
