using System.Runtime.InteropServices;

namespace Enterprise.Application.Passwords;

/// <summary>The memory of one hash as RFC 9106 section 3.2 divides it: lanes, each of four slices; a segment is a lane's part of a slice.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly unsafe struct Argon2Layout(in Argon2Parameters parameters, ulong* memory)
{
    public const uint Slices = 4;

    public readonly ulong* Memory = memory;
    public readonly Argon2Variant Variant = parameters.Variant;
    public readonly uint Passes = parameters.Passes;
    public readonly uint Lanes = parameters.Parallelism;
    public readonly uint SegmentLength = parameters.MemoryKiB / (Slices * parameters.Parallelism);

    public uint LaneLength => SegmentLength * Slices;

    /// <summary>m' of RFC 9106 section 3.2: the memory is rounded down to four blocks per lane.</summary>
    public uint Blocks => LaneLength * Lanes;

    public static nuint BytesFor(in Argon2Parameters parameters) =>
        checked((nuint)new Argon2Layout(parameters, null).Blocks * Argon2Block.Bytes);

    public ulong* Block(uint lane, uint column) => Memory + ((((nuint)lane * LaneLength) + column) * Argon2Block.Words);
}
