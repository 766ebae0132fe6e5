using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector256<ulong>;

namespace Enterprise.Application.Passwords;

/// <summary>
/// G with 256-bit vectors where there are thirty-two registers and rotations (AVX-512VL): four rounds at a time. It is for processors
/// that have 512-bit vectors and are not fast with them.
/// </summary>
internal readonly unsafe struct Argon2Vector256WideKernel : IArgon2Kernel
{
    // A quad's neighbours (see Argon2Block): the same quad of the next row, the next quad, the next two rows.
    private const int Row = 4;
    private const int Quad = 8;
    private const int RowPair = 32;

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
        const int half = Argon2Block.Words / 2;
        Rows(previous, reference, scratch);
        Rows(previous + half, reference + half, scratch + half);

        // The first columns hold the word that tells which block comes next: its fetch overlaps with the other columns.
        Columns(scratch, previous, reference, target, accumulate);
        ulong* found = next.Next(target[0], nextIndex);
        Argon2Block.Prefetch(found);

        const int other = 2 * Quad;
        Columns(scratch + other, previous + other, reference + other, target + other, accumulate);
        return found;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rows(ulong* previous, ulong* reference, ulong* scratch)
    {
        V a0 = Start(previous, reference, 0);
        V b0 = Start(previous, reference, Quad);
        V c0 = Start(previous, reference, 2 * Quad);
        V d0 = Start(previous, reference, 3 * Quad);
        V a1 = Start(previous, reference, Row);
        V b1 = Start(previous, reference, Quad + Row);
        V c1 = Start(previous, reference, (2 * Quad) + Row);
        V d1 = Start(previous, reference, (3 * Quad) + Row);
        V a2 = Start(previous, reference, RowPair);
        V b2 = Start(previous, reference, RowPair + Quad);
        V c2 = Start(previous, reference, RowPair + (2 * Quad));
        V d2 = Start(previous, reference, RowPair + (3 * Quad));
        V a3 = Start(previous, reference, RowPair + Row);
        V b3 = Start(previous, reference, RowPair + Quad + Row);
        V c3 = Start(previous, reference, RowPair + (2 * Quad) + Row);
        V d3 = Start(previous, reference, RowPair + (3 * Quad) + Row);

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

        a0.Store(scratch);
        b0.Store(scratch + Quad);
        c0.Store(scratch + (2 * Quad));
        d0.Store(scratch + (3 * Quad));
        a1.Store(scratch + Row);
        b1.Store(scratch + Quad + Row);
        c1.Store(scratch + (2 * Quad) + Row);
        d1.Store(scratch + (3 * Quad) + Row);
        a2.Store(scratch + RowPair);
        b2.Store(scratch + RowPair + Quad);
        c2.Store(scratch + RowPair + (2 * Quad));
        d2.Store(scratch + RowPair + (3 * Quad));
        a3.Store(scratch + RowPair + Row);
        b3.Store(scratch + RowPair + Quad + Row);
        c3.Store(scratch + RowPair + (2 * Quad) + Row);
        d3.Store(scratch + RowPair + (3 * Quad) + Row);
    }

    /// <summary>Two quads of all eight rows: four columns of P.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Columns(ulong* scratch, ulong* previous, ulong* reference, ulong* target, bool accumulate)
    {
        V a0 = Vector256.Load(scratch);
        V a1 = Vector256.Load(scratch + Row);
        V b0 = Vector256.Load(scratch + RowPair);
        V b1 = Vector256.Load(scratch + RowPair + Row);
        V c0 = Vector256.Load(scratch + (2 * RowPair));
        V c1 = Vector256.Load(scratch + (2 * RowPair) + Row);
        V d0 = Vector256.Load(scratch + (3 * RowPair));
        V d1 = Vector256.Load(scratch + (3 * RowPair) + Row);
        V a2 = Vector256.Load(scratch + Quad);
        V a3 = Vector256.Load(scratch + Quad + Row);
        V b2 = Vector256.Load(scratch + RowPair + Quad);
        V b3 = Vector256.Load(scratch + RowPair + Quad + Row);
        V c2 = Vector256.Load(scratch + (2 * RowPair) + Quad);
        V c3 = Vector256.Load(scratch + (2 * RowPair) + Quad + Row);
        V d2 = Vector256.Load(scratch + (3 * RowPair) + Quad);
        V d3 = Vector256.Load(scratch + (3 * RowPair) + Quad + Row);

        MixFirst(ref a0, ref b0, ref c0, ref d0);
        MixFirst(ref a1, ref b1, ref c1, ref d1);
        MixFirst(ref a2, ref b2, ref c2, ref d2);
        MixFirst(ref a3, ref b3, ref c3, ref d3);
        MixSecond(ref a0, ref b0, ref c0, ref d0);
        MixSecond(ref a1, ref b1, ref c1, ref d1);
        MixSecond(ref a2, ref b2, ref c2, ref d2);
        MixSecond(ref a3, ref b3, ref c3, ref d3);
        ColumnsToDiagonals(ref a0, ref a1, ref c0, ref c1);
        ColumnsToDiagonals(ref a2, ref a3, ref c2, ref c3);
        MixFirst(ref a0, ref b0, ref c0, ref d1);
        MixFirst(ref a1, ref b1, ref c1, ref d0);
        MixFirst(ref a2, ref b2, ref c2, ref d3);
        MixFirst(ref a3, ref b3, ref c3, ref d2);
        MixSecond(ref a0, ref b0, ref c0, ref d1);
        MixSecond(ref a1, ref b1, ref c1, ref d0);
        MixSecond(ref a2, ref b2, ref c2, ref d3);
        MixSecond(ref a3, ref b3, ref c3, ref d2);
        ColumnsToDiagonals(ref c0, ref c1, ref a0, ref a1);
        ColumnsToDiagonals(ref c2, ref c3, ref a2, ref a3);

        Finish(a0, 0, previous, reference, target, accumulate);
        Finish(a1, Row, previous, reference, target, accumulate);
        Finish(b0, RowPair, previous, reference, target, accumulate);
        Finish(b1, RowPair + Row, previous, reference, target, accumulate);
        Finish(c0, 2 * RowPair, previous, reference, target, accumulate);
        Finish(c1, (2 * RowPair) + Row, previous, reference, target, accumulate);
        Finish(d0, 3 * RowPair, previous, reference, target, accumulate);
        Finish(d1, (3 * RowPair) + Row, previous, reference, target, accumulate);
        Finish(a2, Quad, previous, reference, target, accumulate);
        Finish(a3, Quad + Row, previous, reference, target, accumulate);
        Finish(b2, RowPair + Quad, previous, reference, target, accumulate);
        Finish(b3, RowPair + Quad + Row, previous, reference, target, accumulate);
        Finish(c2, (2 * RowPair) + Quad, previous, reference, target, accumulate);
        Finish(c3, (2 * RowPair) + Quad + Row, previous, reference, target, accumulate);
        Finish(d2, (3 * RowPair) + Quad, previous, reference, target, accumulate);
        Finish(d3, (3 * RowPair) + Quad + Row, previous, reference, target, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Start(ulong* previous, ulong* reference, int offset) =>
        Vector256.Load(previous + offset) ^ Vector256.Load(reference + offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(V v, int offset, ulong* previous, ulong* reference, ulong* target, bool accumulate)
    {
        v ^= Vector256.Load(previous + offset) ^ Vector256.Load(reference + offset);
        if (accumulate)
            v ^= Vector256.Load(target + offset);

        v.Store(target + offset);
    }

    // b is finished last, so it stays where it is and the diagonals are laid under it: a one word on, c one word back, d two.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RowsToDiagonals(ref V a, ref V c, ref V d)
    {
        a = Avx2.Permute4x64(a, 0b10_01_00_11);
        d = Avx2.Permute4x64(d, 0b01_00_11_10);
        c = Avx2.Permute4x64(c, 0b00_11_10_01);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ColumnsToDiagonals(ref V a0, ref V a1, ref V c0, ref V c1)
    {
        (a0, a1) = (Join(a1, a0), Join(a0, a1));
        (c0, c1) = (Join(c0, c1), Join(c1, c0));
    }

    /// <summary>The first half of GB (RFC 9106 section 3.6), on each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MixFirst(ref V a, ref V b, ref V c, ref V d)
    {
        a = Add(a, b);
        d = Avx512F.VL.RotateRight(d ^ a, 32);
        c = Add(c, d);
        b = Avx512F.VL.RotateRight(b ^ c, 24);
    }

    /// <summary>The second half of GB.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MixSecond(ref V a, ref V b, ref V c, ref V d)
    {
        a = Add(a, b);
        d = Avx512F.VL.RotateRight(d ^ a, 16);
        c = Add(c, d);
        b = Avx512F.VL.RotateRight(b ^ c, 63);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Add(V x, V y)
    {
        V product = Avx2.Multiply(x.AsUInt32(), y.AsUInt32());
        return x + y + product + product;
    }

    /// <summary>In each half: the upper word of one and the lower word of the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Join(V lower, V upper) => Avx2.AlignRight(upper.AsByte(), lower.AsByte(), 8).AsUInt64();
}
