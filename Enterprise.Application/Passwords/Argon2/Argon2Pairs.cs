using System.Runtime.InteropServices;

namespace Enterprise.Application.Passwords;

/// <summary>
/// The pairs (J1, J2) of Argon2i (RFC 9106 section 3.4.1.2): G, run on a counter, says where to point, for 128 blocks at a time. They
/// follow from the parameters alone, so nothing here is secret.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly unsafe struct Argon2Pairs
{
    /// <summary>The working room needed: the pairs, a block of zeros and the counter.</summary>
    public const int Bytes = 3 * Argon2Block.Bytes;

    private readonly ulong* zero;
    private readonly ulong* input;

    public Argon2Pairs(in Argon2Layout layout, uint pass, uint slice, uint lane, ulong* room)
    {
        Drawn = room;
        zero = Drawn + Argon2Block.Words;
        input = zero + Argon2Block.Words;
        new Span<byte>(zero, 2 * Argon2Block.Bytes).Clear();
        input[Argon2Block.IndexOf(0)] = pass;
        input[Argon2Block.IndexOf(1)] = lane;
        input[Argon2Block.IndexOf(2)] = slice;
        input[Argon2Block.IndexOf(3)] = layout.Blocks;
        input[Argon2Block.IndexOf(4)] = layout.Passes;
        input[Argon2Block.IndexOf(5)] = (ulong)layout.Variant;
    }

    /// <summary>The pairs of the present 128 blocks; null in a segment whose references depend on the password.</summary>
    public ulong* Drawn { get; }

    public bool AreUsed => Drawn != null;

    public void Draw<TKernel>(in Argon2References references, ulong* scratch)
        where TKernel : struct, IArgon2Kernel
    {
        input[Argon2Block.IndexOf(6)]++;
        TKernel.Compress(zero, input, Drawn, accumulate: false, references, 1, scratch);
        TKernel.Compress(zero, Drawn, Drawn, accumulate: false, references, 1, scratch);
    }
}
