using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector256<ulong>;

namespace Enterprise.Application.Passwords;

/// <summary>G with 256-bit vectors (AVX2), each a quad of words: two rounds at a time, so that one hides the other's latency.</summary>
internal readonly unsafe struct Argon2Vector256Kernel : IArgon2Kernel
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
        for (int rows = 0; rows < Argon2Block.Words; rows += RowPair)
            Rows(previous + rows, reference + rows, scratch + rows);

        // The first columns hold the word that tells which block comes next: its fetch overlaps with the other columns.
        Columns(scratch, previous, reference, target, accumulate);
        ulong* found = next.Next(target[0], nextIndex);
        Argon2Block.Prefetch(found);
        for (int quad = Quad; quad < RowPair; quad += Quad)
            Columns(scratch + quad, previous + quad, reference + quad, target + quad, accumulate);

        return found;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rows(ulong* previous, ulong* reference, ulong* scratch)
    {
        V a0 = Vector256.Load(previous) ^ Vector256.Load(reference);
        V a1 = Vector256.Load(previous + Row) ^ Vector256.Load(reference + Row);
        V b0 = Vector256.Load(previous + Quad) ^ Vector256.Load(reference + Quad);
        V b1 = Vector256.Load(previous + Quad + Row) ^ Vector256.Load(reference + Quad + Row);
        V c0 = Vector256.Load(previous + (2 * Quad)) ^ Vector256.Load(reference + (2 * Quad));
        V c1 = Vector256.Load(previous + (2 * Quad) + Row) ^ Vector256.Load(reference + (2 * Quad) + Row);
        V d0 = Vector256.Load(previous + (3 * Quad)) ^ Vector256.Load(reference + (3 * Quad));
        V d1 = Vector256.Load(previous + (3 * Quad) + Row) ^ Vector256.Load(reference + (3 * Quad) + Row);

        Mix(ref a0, ref b0, ref c0, ref d0, ref a1, ref b1, ref c1, ref d1);

        // b is finished last, so it stays where it is and the diagonals are laid under it: a one word on, c one word back, d two.
        a0 = Avx2.Permute4x64(a0, 0b10_01_00_11);
        a1 = Avx2.Permute4x64(a1, 0b10_01_00_11);
        d0 = Avx2.Permute4x64(d0, 0b01_00_11_10);
        d1 = Avx2.Permute4x64(d1, 0b01_00_11_10);
        c0 = Avx2.Permute4x64(c0, 0b00_11_10_01);
        c1 = Avx2.Permute4x64(c1, 0b00_11_10_01);
        Mix(ref a0, ref b0, ref c0, ref d0, ref a1, ref b1, ref c1, ref d1);

        Avx2.Permute4x64(a0, 0b00_11_10_01).Store(scratch);
        Avx2.Permute4x64(a1, 0b00_11_10_01).Store(scratch + Row);
        Avx2.Permute4x64(d0, 0b01_00_11_10).Store(scratch + (3 * Quad));
        Avx2.Permute4x64(d1, 0b01_00_11_10).Store(scratch + (3 * Quad) + Row);
        Avx2.Permute4x64(c0, 0b10_01_00_11).Store(scratch + (2 * Quad));
        Avx2.Permute4x64(c1, 0b10_01_00_11).Store(scratch + (2 * Quad) + Row);
        b0.Store(scratch + Quad);
        b1.Store(scratch + Quad + Row);
    }

    /// <summary>One quad of all eight rows: two columns of P, side by side in each vector.</summary>
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

        Mix(ref a0, ref b0, ref c0, ref d0, ref a1, ref b1, ref c1, ref d1);
        (a0, a1) = (Join(a1, a0), Join(a0, a1));
        (c0, c1) = (Join(c0, c1), Join(c1, c0));
        Mix(ref a0, ref b0, ref c0, ref d1, ref a1, ref b1, ref c1, ref d0);
        (a0, a1) = (Join(a0, a1), Join(a1, a0));
        (c0, c1) = (Join(c1, c0), Join(c0, c1));

        Finish(a0, 0, previous, reference, target, accumulate);
        Finish(a1, Row, previous, reference, target, accumulate);
        Finish(b0, RowPair, previous, reference, target, accumulate);
        Finish(b1, RowPair + Row, previous, reference, target, accumulate);
        Finish(c0, 2 * RowPair, previous, reference, target, accumulate);
        Finish(c1, (2 * RowPair) + Row, previous, reference, target, accumulate);
        Finish(d0, 3 * RowPair, previous, reference, target, accumulate);
        Finish(d1, (3 * RowPair) + Row, previous, reference, target, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(V v, int offset, ulong* previous, ulong* reference, ulong* target, bool accumulate)
    {
        v ^= Vector256.Load(previous + offset) ^ Vector256.Load(reference + offset);
        if (accumulate)
            v ^= Vector256.Load(target + offset);

        v.Store(target + offset);
    }

    /// <summary>GB of RFC 9106 section 3.6, eight at a time.</summary>
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
        V product = Avx2.Multiply(x.AsUInt32(), y.AsUInt32());
        return x + y + product + product;
    }

    /// <summary>In each half: the upper word of one and the lower word of the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Join(V lower, V upper) => Avx2.AlignRight(upper.AsByte(), lower.AsByte(), 8).AsUInt64();

    // AVX2 has no rotation: whole bytes are shuffled, and one bit to the left is an addition and a shift.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Rotate32(V x) => Avx2.Shuffle(x.AsUInt32(), 0b10_11_00_01).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Rotate24(V x)
    {
        Vector128<byte> bytes = Vector128.Create((byte)3, 4, 5, 6, 7, 0, 1, 2, 11, 12, 13, 14, 15, 8, 9, 10);
        return Avx2.Shuffle(x.AsByte(), Vector256.Create(bytes, bytes)).AsUInt64();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Rotate16(V x)
    {
        Vector128<byte> bytes = Vector128.Create((byte)2, 3, 4, 5, 6, 7, 0, 1, 10, 11, 12, 13, 14, 15, 8, 9);
        return Avx2.Shuffle(x.AsByte(), Vector256.Create(bytes, bytes)).AsUInt64();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Rotate63(V x) => (x + x) | (x >>> 63);
}
