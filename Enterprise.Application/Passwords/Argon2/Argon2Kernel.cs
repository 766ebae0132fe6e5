using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Enterprise.Application.Passwords;

/// <summary>The instruction sets for which the compression function is written. All give the same tags.</summary>
internal enum Argon2Kernel
{
    Scalar,
    Vector128,

    /// <summary>AVX2: sixteen registers, and rotations made of shuffles and shifts.</summary>
    Vector256,

    /// <summary>AVX-512VL: as wide, but with thirty-two registers and rotations.</summary>
    Vector256Wide,
    Vector512,
}

internal static class Argon2Kernels
{
    /// <summary>What this processor can run, slowest first.</summary>
    public static IReadOnlyList<Argon2Kernel> Available { get; } =
    [.. Enum.GetValues<Argon2Kernel>().Where(IsSupported)];

    /// <summary>
    /// The fastest. Where the runtime holds 512-bit vectors to be slow (it knows the processors that lower their clock for them),
    /// the 256-bit kernel is taken instead.
    /// </summary>
    public static Argon2Kernel Best { get; } =
        Vector512.IsHardwareAccelerated && IsSupported(Argon2Kernel.Vector512)
            ? Argon2Kernel.Vector512
            : Available.Last(static kernel => kernel != Argon2Kernel.Vector512);

    private static bool IsSupported(Argon2Kernel kernel) =>
        kernel switch
        {
            Argon2Kernel.Scalar => true,
            Argon2Kernel.Vector128 => Vector128.IsHardwareAccelerated,
            Argon2Kernel.Vector256 => Avx2.IsSupported,
            Argon2Kernel.Vector256Wide => Avx2.IsSupported && Avx512F.VL.IsSupported,
            Argon2Kernel.Vector512 => Avx512F.IsSupported,
            _ => false,
        };
}
