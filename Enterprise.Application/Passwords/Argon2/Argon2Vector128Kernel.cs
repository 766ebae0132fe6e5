using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector128<ulong>;

namespace Enterprise.Application.Passwords;

/// <summary>G with 128-bit vectors: SSE or NEON. A vector is a pair of words, so rows and columns are handled alike.</summary>
internal readonly unsafe struct Argon2Vector128Kernel : IArgon2Kernel
{
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static ulong* Compress(
        ulong* previous,
        ulong* reference,
        ulong* target,
        bool accumulate,
        in Argon2References next,
        uint nextIndex,
        ulong* scratch
    )
    {
        for (int word = 0; word < Argon2Block.Words; word += V.Count)
            (Vector128.Load(previous + word) ^ Vector128.Load(reference + word)).Store(scratch + word);

        for (int row = 0; row < 8; row++)
            Round(scratch + ((row >> 1) * 32) + ((row & 1) * 4), 8, 2);

        for (int column = 0; column < 8; column++)
            Round(scratch + ((column >> 1) * 8) + ((column & 1) * 2), 32, 4);

        for (int word = 0; word < Argon2Block.Words; word += V.Count)
        {
            V result =
                Vector128.Load(scratch + word) ^ Vector128.Load(previous + word) ^ Vector128.Load(reference + word);
            result = accumulate ? result ^ Vector128.Load(target + word) : result;
            result.Store(target + word);
        }

        return next.Next(target[0], nextIndex);
    }

    /// <summary>P of RFC 9106 section 3.6 on 16 words: word 4x + 2y + z lies at x * quad + y * pair + z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ulong* v, int quad, int pair)
    {
        V a0 = Vector128.Load(v);
        V a1 = Vector128.Load(v + pair);
        V b0 = Vector128.Load(v + quad);
        V b1 = Vector128.Load(v + quad + pair);
        V c0 = Vector128.Load(v + (2 * quad));
        V c1 = Vector128.Load(v + (2 * quad) + pair);
        V d0 = Vector128.Load(v + (3 * quad));
        V d1 = Vector128.Load(v + (3 * quad) + pair);

        Mix(ref a0, ref b0, ref c0, ref d0, ref a1, ref b1, ref c1, ref d1);

        // b is finished last, so it stays where it is and the diagonals are laid under it: a one word on, c one word back, d two.
        (a0, a1) = (Join(a1, a0), Join(a0, a1));
        (c0, c1) = (Join(c0, c1), Join(c1, c0));
        Mix(ref a0, ref b0, ref c0, ref d1, ref a1, ref b1, ref c1, ref d0);
        (a0, a1) = (Join(a0, a1), Join(a1, a0));
        (c0, c1) = (Join(c1, c0), Join(c0, c1));

        a0.Store(v);
        a1.Store(v + pair);
        b0.Store(v + quad);
        b1.Store(v + quad + pair);
        c0.Store(v + (2 * quad));
        c1.Store(v + (2 * quad) + pair);
        d0.Store(v + (3 * quad));
        d1.Store(v + (3 * quad) + pair);
    }

    /// <summary>GB of RFC 9106 section 3.6, four at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(ref V a0, ref V b0, ref V c0, ref V d0, ref V a1, ref V b1, ref V c1, ref V d1)
    {
        a0 = Add(a0, b0);
        a1 = Add(a1, b1);
        d0 = Rotate32(d0 ^ a0);
        d1 = Rotate32(d1 ^ a1);
        c0 = Add(c0, d0);
        c1 = Add(c1, d1);
        b0 = Rotate24(b0 ^ c0);
        b1 = Rotate24(b1 ^ c1);
        a0 = Add(a0, b0);
        a1 = Add(a1, b1);
        d0 = Rotate16(d0 ^ a0);
        d1 = Rotate16(d1 ^ a1);
        c0 = Add(c0, d0);
        c1 = Add(c1, d1);
        b0 = Rotate63(b0 ^ c0);
        b1 = Rotate63(b1 ^ c1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Add(V x, V y)
    {
        V product = Product(x, y);
        return x + y + product + product;
    }

    /// <summary>The product of the lower halves of the words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Product(V x, V y)
    {
        if (Sse2.IsSupported)
            return Sse2.Multiply(x.AsUInt32(), y.AsUInt32());

        if (AdvSimd.IsSupported)
            return AdvSimd.MultiplyWideningLower(AdvSimd.ExtractNarrowingLower(x), AdvSimd.ExtractNarrowingLower(y));

        V lower = Vector128.Create((ulong)uint.MaxValue);
        return (x & lower) * (y & lower);
    }

    /// <summary>The upper word of one and the lower word of the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Join(V lower, V upper)
    {
        if (Ssse3.IsSupported)
            return Ssse3.AlignRight(upper.AsByte(), lower.AsByte(), 8).AsUInt64();

        return AdvSimd.IsSupported
            ? AdvSimd.ExtractVector128(lower, upper, 1)
            : Vector128.Create(lower.GetUpper(), upper.GetLower());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Rotate32(V x) => Vector128.Shuffle(x.AsUInt32(), Vector128.Create(1u, 0, 3, 2)).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Rotate24(V x) =>
        Vector128
            .Shuffle(x.AsByte(), Vector128.Create((byte)3, 4, 5, 6, 7, 0, 1, 2, 11, 12, 13, 14, 15, 8, 9, 10))
            .AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Rotate16(V x) =>
        Vector128
            .Shuffle(x.AsByte(), Vector128.Create((byte)2, 3, 4, 5, 6, 7, 0, 1, 10, 11, 12, 13, 14, 15, 8, 9))
            .AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Rotate63(V x) => (x + x) | (x >>> 63);
}
