using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector512<ulong>;

namespace Enterprise.Application.Passwords;

/// <summary>
/// G with 512-bit vectors (AVX-512F). The whole block stays in sixteen registers, a 4 by 4 matrix of vectors: rounds on rows run along
/// its rows, rounds on columns down its columns (see <see cref="Argon2Block"/>). One round is a chain of dependent instructions, so
/// four are in the processor's view at a time.
/// </summary>
internal readonly unsafe struct Argon2Vector512Kernel : IArgon2Kernel
{
    private const byte Xor3 = 0x96;

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
        V a0 = Start(previous, reference, 0);
        V b0 = Start(previous, reference, 1);
        V c0 = Start(previous, reference, 2);
        V d0 = Start(previous, reference, 3);
        V a1 = Start(previous, reference, 4);
        V b1 = Start(previous, reference, 5);
        V c1 = Start(previous, reference, 6);
        V d1 = Start(previous, reference, 7);
        V a2 = Start(previous, reference, 8);
        V b2 = Start(previous, reference, 9);
        V c2 = Start(previous, reference, 10);
        V d2 = Start(previous, reference, 11);
        V a3 = Start(previous, reference, 12);
        V b3 = Start(previous, reference, 13);
        V c3 = Start(previous, reference, 14);
        V d3 = Start(previous, reference, 15);
        MixFirst(ref a0, ref b0, ref c0, ref d0);
        MixFirst(ref a1, ref b1, ref c1, ref d1);
        MixFirst(ref a2, ref b2, ref c2, ref d2);
        MixFirst(ref a3, ref b3, ref c3, ref d3);
        MixSecond(ref a0, ref b0, ref c0, ref d0);
        MixSecond(ref a1, ref b1, ref c1, ref d1);
        MixSecond(ref a2, ref b2, ref c2, ref d2);
        MixSecond(ref a3, ref b3, ref c3, ref d3);
        RowsToDiagonals(ref a0, ref c0, ref d0);
        RowsToDiagonals(ref a1, ref c1, ref d1);
        RowsToDiagonals(ref a2, ref c2, ref d2);
        RowsToDiagonals(ref a3, ref c3, ref d3);
        MixFirst(ref a0, ref b0, ref c0, ref d0);
        MixFirst(ref a1, ref b1, ref c1, ref d1);
        MixFirst(ref a2, ref b2, ref c2, ref d2);
        MixFirst(ref a3, ref b3, ref c3, ref d3);
        MixSecond(ref a0, ref b0, ref c0, ref d0);
        MixSecond(ref a1, ref b1, ref c1, ref d1);
        MixSecond(ref a2, ref b2, ref c2, ref d2);
        MixSecond(ref a3, ref b3, ref c3, ref d3);
        RowsToDiagonals(ref c0, ref a0, ref d0);
        RowsToDiagonals(ref c1, ref a1, ref d1);
        RowsToDiagonals(ref c2, ref a2, ref d2);
        RowsToDiagonals(ref c3, ref a3, ref d3);

        // The first columns hold the word that tells which block comes next. They go ahead, and the block is on its way into the cache
        // while the processor is busy with the others.
        MixFirst(ref a0, ref a1, ref a2, ref a3);
        MixSecond(ref a0, ref a1, ref a2, ref a3);
        ColumnsToDiagonals(ref a0, ref a2, ref a3);
        MixFirst(ref a0, ref a1, ref a2, ref a3);
        MixSecond(ref a0, ref a1, ref a2, ref a3);
        ColumnsToDiagonals(ref a2, ref a0, ref a3);
        ulong first = Finish(a0, 0, previous, reference, target, accumulate).ToScalar();
        ulong* found = next.Next(first, nextIndex);
        Argon2Block.Prefetch(found);
        Finish(a1, 4, previous, reference, target, accumulate);
        Finish(a2, 8, previous, reference, target, accumulate);
        Finish(a3, 12, previous, reference, target, accumulate);

        MixFirst(ref b0, ref b1, ref b2, ref b3);
        MixFirst(ref c0, ref c1, ref c2, ref c3);
        MixFirst(ref d0, ref d1, ref d2, ref d3);
        MixSecond(ref b0, ref b1, ref b2, ref b3);
        MixSecond(ref c0, ref c1, ref c2, ref c3);
        MixSecond(ref d0, ref d1, ref d2, ref d3);
        ColumnsToDiagonals(ref b0, ref b2, ref b3);
        ColumnsToDiagonals(ref c0, ref c2, ref c3);
        ColumnsToDiagonals(ref d0, ref d2, ref d3);
        MixFirst(ref b0, ref b1, ref b2, ref b3);
        MixFirst(ref c0, ref c1, ref c2, ref c3);
        MixFirst(ref d0, ref d1, ref d2, ref d3);
        MixSecond(ref b0, ref b1, ref b2, ref b3);
        MixSecond(ref c0, ref c1, ref c2, ref c3);
        MixSecond(ref d0, ref d1, ref d2, ref d3);
        ColumnsToDiagonals(ref b2, ref b0, ref b3);
        ColumnsToDiagonals(ref c2, ref c0, ref c3);
        ColumnsToDiagonals(ref d2, ref d0, ref d3);
        Finish(b0, 1, previous, reference, target, accumulate);
        Finish(b1, 5, previous, reference, target, accumulate);
        Finish(b2, 9, previous, reference, target, accumulate);
        Finish(b3, 13, previous, reference, target, accumulate);
        Finish(c0, 2, previous, reference, target, accumulate);
        Finish(c1, 6, previous, reference, target, accumulate);
        Finish(c2, 10, previous, reference, target, accumulate);
        Finish(c3, 14, previous, reference, target, accumulate);
        Finish(d0, 3, previous, reference, target, accumulate);
        Finish(d1, 7, previous, reference, target, accumulate);
        Finish(d2, 11, previous, reference, target, accumulate);
        Finish(d3, 15, previous, reference, target, accumulate);
        return found;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Start(ulong* previous, ulong* reference, int index) =>
        Vector512.Load(previous + (index * V.Count)) ^ Vector512.Load(reference + (index * V.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Finish(V v, int index, ulong* previous, ulong* reference, ulong* target, bool accumulate)
    {
        int at = index * V.Count;
        v = Avx512F.TernaryLogic(v, Vector512.Load(previous + at), Vector512.Load(reference + at), Xor3);
        if (accumulate)
            v ^= Vector512.Load(target + at);

        v.Store(target + at);
        return v;
    }

    // b is finished last, so it stays where it is and the diagonals are laid under it: a one word on, c one word back, d two.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RowsToDiagonals(ref V a, ref V c, ref V d)
    {
        a = Avx512F.Permute4x64(a, 0b10_01_00_11);
        d = Avx512F.Permute4x64(d, 0b01_00_11_10);
        c = Avx512F.Permute4x64(c, 0b00_11_10_01);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ColumnsToDiagonals(ref V a, ref V c, ref V d)
    {
        // Of a column's sixteen words each vector has four, in lanes 0, 1, 4 and 5, and its neighbour's in 2, 3, 6 and 7.
        V on = Vector512.Create(5ul, 0, 7, 2, 1, 4, 3, 6);
        V back = Vector512.Create(1ul, 4, 3, 6, 5, 0, 7, 2);
        a = Avx512F.PermuteVar8x64(a, on);
        d = Avx512F.Shuffle4x128(d, d, 0b01_00_11_10);
        c = Avx512F.PermuteVar8x64(c, back);
    }

    /// <summary>The first half of GB (RFC 9106 section 3.6), on each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MixFirst(ref V a, ref V b, ref V c, ref V d)
    {
        a = Add(a, b);
        // Swapping the halves has half the latency of a rotation, at least on Zen 4.
        d = Avx512F.Shuffle((d ^ a).AsUInt32(), 0b10_11_00_01).AsUInt64();
        c = Add(c, d);
        b = Avx512F.RotateRight(b ^ c, 24);
    }

    /// <summary>The second half of GB.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MixSecond(ref V a, ref V b, ref V c, ref V d)
    {
        a = Add(a, b);
        d = Avx512F.RotateRight(d ^ a, 16);
        c = Add(c, d);
        b = Avx512F.RotateRight(b ^ c, 63);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Add(V x, V y)
    {
        V product = Avx512F.Multiply(x.AsUInt32(), y.AsUInt32());
        return x + y + product + product;
    }
}
