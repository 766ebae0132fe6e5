using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector256<ulong>;

namespace Enterprise.Application.Passwords;

/// <summary>The four rotations to the right of GB, in 256-bit vectors.</summary>
internal interface IArgon2Rotations
{
    static abstract V By32(V x);
    static abstract V By24(V x);
    static abstract V By16(V x);
    static abstract V By63(V x);
}

/// <summary>AVX2 has no rotation: whole bytes are shuffled, and one bit to the left is an addition and a shift.</summary>
internal readonly struct Argon2Avx2Rotations : IArgon2Rotations
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V By32(V x) => Avx2.Shuffle(x.AsUInt32(), 0b10_11_00_01).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V By24(V x) =>
        Avx2.Shuffle(
                x.AsByte(),
                Vector256.Create(
                    (byte)3,
                    4,
                    5,
                    6,
                    7,
                    0,
                    1,
                    2,
                    11,
                    12,
                    13,
                    14,
                    15,
                    8,
                    9,
                    10,
                    3,
                    4,
                    5,
                    6,
                    7,
                    0,
                    1,
                    2,
                    11,
                    12,
                    13,
                    14,
                    15,
                    8,
                    9,
                    10
                )
            )
            .AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V By16(V x) =>
        Avx2.Shuffle(
                x.AsByte(),
                Vector256.Create(
                    (byte)2,
                    3,
                    4,
                    5,
                    6,
                    7,
                    0,
                    1,
                    10,
                    11,
                    12,
                    13,
                    14,
                    15,
                    8,
                    9,
                    2,
                    3,
                    4,
                    5,
                    6,
                    7,
                    0,
                    1,
                    10,
                    11,
                    12,
                    13,
                    14,
                    15,
                    8,
                    9
                )
            )
            .AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V By63(V x) => (x + x) | (x >>> 63);
}

/// <summary>AVX-512VL rotates 256-bit vectors in one instruction.</summary>
internal readonly struct Argon2Avx512Rotations : IArgon2Rotations
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V By32(V x) => Avx512F.VL.RotateRight(x, 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V By24(V x) => Avx512F.VL.RotateRight(x, 24);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V By16(V x) => Avx512F.VL.RotateRight(x, 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V By63(V x) => Avx512F.VL.RotateRight(x, 63);
}
