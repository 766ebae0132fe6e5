using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Enterprise.Application.Passwords;

/// <summary>Turns a pair (J1, J2) into the block that it points to (RFC 9106 section 3.4.2), for one segment.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly unsafe struct Argon2References
{
    private readonly ulong* memory;
    private readonly uint lane;
    private readonly uint lanes;
    private readonly uint laneLength;
    private readonly uint windowStart;
    private readonly uint finished;
    private readonly ulong* pairs;

    public Argon2References(in Argon2Layout layout, uint pass, uint slice, uint lane, ulong* pairs)
    {
        this.pairs = pairs;
        memory = layout.Memory;
        this.lane = lane;
        laneLength = layout.LaneLength;

        // In the very first slice no other lane has anything to point to.
        lanes = pass == 0 && slice == 0 ? 1 : layout.Lanes;

        // Of its own pass a segment may use what came before; from the second pass on, also the three other slices of the lane.
        finished = pass == 0 ? slice * layout.SegmentLength : laneLength - layout.SegmentLength;
        windowStart = pass == 0 || slice == Argon2Layout.Slices - 1 ? 0 : (slice + 1) * layout.SegmentLength;
    }

    /// <summary>
    /// Where the block at <paramref name="index"/> of the segment points to: by the drawn pairs (RFC 9106 section 3.4.1.2) or, where
    /// there are none, by <paramref name="firstWord"/> of the block before it (section 3.4.1.1).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong* Next(ulong firstWord, uint index) =>
        Find(pairs == null ? firstWord : pairs[Argon2Block.IndexOf((int)(index % Argon2Block.Words))], index);

    /// <summary>The block that a pair (J1 below, J2 above) points to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong* Find(ulong pair, uint index)
    {
        // One lane is the common case and spares the division.
        uint target = lanes == 1 ? lane : (uint)(pair >> 32) % lanes;

        // The own lane's unfinished segment counts too, without the block just before; another lane's last block may not be written yet
        // when this segment begins, hence the one less.
        uint window = target == lane ? finished + index - 1 : finished - (index == 0 ? 1u : 0u);
        ulong x = ((ulong)(uint)pair * (uint)pair) >> 32;
        uint relative = window - 1 - (uint)((window * x) >> 32);
        ulong column = (ulong)windowStart + relative;
        if (column >= laneLength)
            column -= laneLength;

        return memory + ((((nuint)target * laneLength) + (nuint)column) * Argon2Block.Words);
    }
}
