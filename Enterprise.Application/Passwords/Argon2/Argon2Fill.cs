using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Enterprise.Application.Passwords;

/// <summary>Fills one segment (RFC 9106 section 3.2, steps 5 and 6) with one kernel.</summary>
internal static unsafe class Argon2Fill
{
    private const int CacheLine = 64;

    public static void Segment(Argon2Kernel kernel, in Argon2Layout layout, uint pass, uint slice, uint lane)
    {
        switch (kernel)
        {
            case Argon2Kernel.Vector512:
                Segment<Argon2Vector512Kernel>(layout, pass, slice, lane);
                break;
            case Argon2Kernel.Vector256Wide:
                Segment<Argon2Vector256WideKernel>(layout, pass, slice, lane);
                break;
            case Argon2Kernel.Vector256:
                Segment<Argon2Vector256Kernel>(layout, pass, slice, lane);
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
        byte* room = stackalloc byte[Argon2Block.Bytes + Argon2Pairs.Bytes + CacheLine];
        ulong* scratch = (ulong*)(((nuint)room + CacheLine - 1) & ~(nuint)(CacheLine - 1));

        Argon2Pairs pairs = IsIndependent(layout, pass, slice)
            ? new Argon2Pairs(layout, pass, slice, lane, scratch + Argon2Block.Words)
            : default;
        Blocks<TKernel>(layout, pass, slice, lane, pairs, scratch);
        CryptographicOperations.ZeroMemory(new Span<byte>(scratch, Argon2Block.Bytes));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Blocks<TKernel>(
        in Argon2Layout layout,
        uint pass,
        uint slice,
        uint lane,
        in Argon2Pairs pairs,
        ulong* scratch
    )
        where TKernel : struct, IArgon2Kernel
    {
        // The first two blocks of a lane come from H0 and not from G.
        uint first = pass == 0 && slice == 0 ? 2u : 0;
        uint column = (slice * layout.SegmentLength) + first;
        ulong* previous = layout.Block(lane, column == 0 ? layout.LaneLength - 1 : column - 1);
        ulong* target = layout.Block(lane, column);

        Argon2References references = new(layout, pass, slice, lane, pairs.Drawn);
        ulong* reference = pairs.AreUsed ? null : references.Next(previous[0], first);
        for (uint index = first; index < layout.SegmentLength; index++)
        {
            if (pairs.AreUsed && (index == first || index % Argon2Block.Words == 0))
            {
                pairs.Draw<TKernel>(references, scratch);
                reference = references.Next(previous[0], index);
            }

            reference = TKernel.Compress(previous, reference, target, pass != 0, references, index + 1, scratch);
            previous = target;
            target += Argon2Block.Words;
        }
    }

    private static bool IsIndependent(in Argon2Layout layout, uint pass, uint slice) =>
        layout.Variant == Argon2Variant.I || (layout.Variant == Argon2Variant.Id && pass == 0 && slice < 2);
}
