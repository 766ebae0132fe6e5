using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Enterprise.Application.Passwords;

/// <summary>
/// A block is 1024 bytes: 128 little-endian words, 8 rows of 16 (RFC 9106 section 3.6).
/// </summary>
/// <remarks>
/// In memory the words are not kept in that order. Four consecutive words (a quad) stay together, and the quads of the rows 2g and
/// 2g+1 are interleaved, so that a 512-bit vector holds the same quad of two rows. Sixteen such vectors form a 4 by 4 matrix: a round
/// on rows takes one row of the matrix, a round on columns takes one column of it, and neither has to move a word between vectors.
/// References and XOR do not care for the order, so only reading a block in and out pays for it.
/// </remarks>
internal static unsafe class Argon2Block
{
    public const int Words = 128;
    public const int Bytes = 1024;

    /// <summary>Where the word with this number in the RFC's order lies in memory.</summary>
    public static int IndexOf(int word)
    {
        int row = word >> 4;
        int quad = (word >> 2) & 3;
        return ((row >> 1) * 32) + (quad * 8) + ((row & 1) * 4) + (word & 3);
    }

    public static void Read(ReadOnlySpan<byte> bytes, ulong* block)
    {
        for (int word = 0; word < Words; word++)
            block[IndexOf(word)] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(word * sizeof(ulong))..]);
    }

    public static void Write(ulong* block, Span<byte> bytes)
    {
        for (int word = 0; word < Words; word++)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[(word * sizeof(ulong))..], block[IndexOf(word)]);
    }

    public static void Xor(ulong* source, ulong* target)
    {
        for (int word = 0; word < Words; word++)
            target[word] ^= source[word];
    }

    /// <summary>
    /// Asks for a block's cache lines ahead of its use; does nothing where the processor has no such instruction. A guess that proves
    /// wrong, even an address of nothing, is harmless.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(ulong* block)
    {
        if (Sse.IsSupported)
        {
            for (int word = 0; word < Words; word += 8)
                Sse.Prefetch0(block + word);
        }
    }
}
