using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Enterprise.Application.Passwords;

/// <summary>Fills one segment (RFC 9106 section 3.2, step 5 and 6) with one kernel.</summary>
internal static unsafe class Argon2Fill
{
    public static void Segment(Argon2Kernel kernel, in Argon2Layout layout, uint pass, uint slice, uint lane)
    {
        switch (kernel)
        {
            case Argon2Kernel.Vector512:
                Segment<Argon2Vector512Kernel>(layout, pass, slice, lane);
                break;
            case Argon2Kernel.Vector256Rotate:
                Segment<Argon2Vector256Kernel<Argon2Avx512Rotations>>(layout, pass, slice, lane);
                break;
            case Argon2Kernel.Vector256:
                Segment<Argon2Vector256Kernel<Argon2Avx2Rotations>>(layout, pass, slice, lane);
                break;
            case Argon2Kernel.Vector128:
                Segment<Argon2Vector128Kernel>(layout, pass, slice, lane);
                break;
            default:
                Segment<Argon2ScalarKernel>(layout, pass, slice, lane);
                break;
        }
    }

    [SkipLocalsInit]
    private static void Segment<TKernel>(in Argon2Layout layout, uint pass, uint slice, uint lane)
        where TKernel : struct, IArgon2Kernel
    {
        // Working room for the kernel, aligned to a cache line as all blocks are.
        byte* room = stackalloc byte[Argon2Block.Bytes + 64];
        ulong* scratch = (ulong*)(((nuint)room + 63) & ~(nuint)63);

        bool independent =
            layout.Variant == Argon2Variant.I || (layout.Variant == Argon2Variant.Id && pass == 0 && slice < 2);
        if (independent)
        {
            Independent<TKernel>(layout, pass, slice, lane, scratch);
        }
        else
        {
            Dependent<TKernel>(layout, pass, slice, lane, scratch);
        }

        CryptographicOperations.ZeroMemory(new Span<byte>(room, Argon2Block.Bytes + 64));
    }

    /// <summary>Argon2d (RFC 9106 section 3.4.1.1): the first word of each block says where the next one points.</summary>
    private static void Dependent<TKernel>(in Argon2Layout layout, uint pass, uint slice, uint lane, ulong* scratch)
        where TKernel : struct, IArgon2Kernel
    {
        Argon2References references = new(layout, pass, slice, lane);
        uint first = FirstIndex(pass, slice);
        uint column = (slice * layout.SegmentLength) + first;
        ulong* previous = layout.Block(lane, column == 0 ? layout.LaneLength - 1 : column - 1);
        ulong* target = layout.Block(lane, column);
        ulong* reference = references.Find(previous[0], first);
        for (uint index = first; index < layout.SegmentLength; index++)
        {
            reference = TKernel.Compress(previous, reference, target, pass != 0, references, index + 1, scratch);
            previous = target;
            target += Argon2Block.Words;
        }
    }

    /// <summary>Argon2i (RFC 9106 section 3.4.1.2): G itself, run on a counter, says where to point, 128 blocks at a time.</summary>
    [SkipLocalsInit]
    private static void Independent<TKernel>(in Argon2Layout layout, uint pass, uint slice, uint lane, ulong* scratch)
        where TKernel : struct, IArgon2Kernel
    {
        // Nothing here is secret: the pairs follow from the parameters alone.
        byte* room = stackalloc byte[(3 * Argon2Block.Bytes) + 64];
        ulong* zero = (ulong*)(((nuint)room + 63) & ~(nuint)63);
        ulong* input = zero + Argon2Block.Words;
        ulong* pairs = input + Argon2Block.Words;
        new Span<byte>(zero, 2 * Argon2Block.Bytes).Clear();
        input[Argon2Block.IndexOf(0)] = pass;
        input[Argon2Block.IndexOf(1)] = lane;
        input[Argon2Block.IndexOf(2)] = slice;
        input[Argon2Block.IndexOf(3)] = layout.Blocks;
        input[Argon2Block.IndexOf(4)] = layout.Passes;
        input[Argon2Block.IndexOf(5)] = (ulong)layout.Variant;

        Argon2References references = new(layout, pass, slice, lane);
        uint first = FirstIndex(pass, slice);
        uint column = (slice * layout.SegmentLength) + first;
        ulong* previous = layout.Block(lane, column == 0 ? layout.LaneLength - 1 : column - 1);
        ulong* target = layout.Block(lane, column);
        for (uint index = first; index < layout.SegmentLength; index++)
        {
            uint word = index % Argon2Block.Words;
            if (word == 0 || index == first)
            {
                input[Argon2Block.IndexOf(6)]++;
                TKernel.Compress(zero, input, pairs, accumulate: false, references, 1, scratch);
                TKernel.Compress(zero, pairs, pairs, accumulate: false, references, 1, scratch);
            }

            ulong* reference = references.Find(pairs[Argon2Block.IndexOf((int)word)], index);
            TKernel.Compress(previous, reference, target, pass != 0, references, index + 1, scratch);
            previous = target;
            target += Argon2Block.Words;
        }
    }

    /// <summary>The first two blocks of each lane come from H0 and not from G.</summary>
    private static uint FirstIndex(uint pass, uint slice) => pass == 0 && slice == 0 ? 2u : 0;
}
