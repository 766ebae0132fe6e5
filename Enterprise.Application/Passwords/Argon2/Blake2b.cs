using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Enterprise.Application.Passwords;

/// <summary>BLAKE2b without a key (RFC 7693), fed in parts. Allocates nothing and wipes itself when it has given its hash.</summary>
[StructLayout(LayoutKind.Auto)]
internal ref struct Blake2b
{
    public const int MaxHashLength = 64;
    private const int BlockLength = 128;
    private const string Element = "An inline array is written through its span, not through its one field.";

    // csharpier-ignore
    private static ReadOnlySpan<ulong> Initial =>
        [
            0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
            0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179,
        ];

    private State state;
    private Block buffer;
    private ulong total;
    private int buffered;
    private readonly int hashLength;

    /// <summary>Starts a hash.</summary>
    /// <param name="hashLength">Its length in bytes, 1 to 64.</param>
    public Blake2b(int hashLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hashLength, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hashLength, MaxHashLength);
        this.hashLength = hashLength;
        Span<ulong> h = state;
        Initial.CopyTo(h);

        // The parameter block of RFC 7693 section 2.5: no key, fanout and depth 1.
        h[0] ^= 0x01010000UL ^ (uint)hashLength;
    }

    public static void Hash(ReadOnlySpan<byte> input, Span<byte> hash)
    {
        Blake2b blake = new(hash.Length);
        blake.Add(input);
        blake.Finish(hash);
    }

    public void Add(scoped ReadOnlySpan<byte> input)
    {
        Span<byte> pending = buffer;
        while (!input.IsEmpty)
        {
            // A full buffer waits for more input: the last block is compressed differently, even when it is full.
            if (buffered == BlockLength)
            {
                total += BlockLength;
                Compress(last: false);
                buffered = 0;
            }

            int taken = Math.Min(BlockLength - buffered, input.Length);
            input[..taken].CopyTo(pending[buffered..]);
            buffered += taken;
            input = input[taken..];
        }
    }

    /// <summary>Adds a number as Argon2 writes them: 32 bits, little-endian.</summary>
    public void Add(uint number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        Add(bytes);
    }

    /// <summary>Adds a value behind its length, as H0 of RFC 9106 section 3.2 wants it.</summary>
    public void AddWithLength(scoped ReadOnlySpan<byte> value)
    {
        Add((uint)value.Length);
        Add(value);
    }

    public void Finish(scoped Span<byte> hash)
    {
        Span<byte> pending = buffer;
        pending[buffered..].Clear();
        total += (uint)buffered;
        Compress(last: true);

        Span<byte> full = stackalloc byte[MaxHashLength];
        Span<ulong> h = state;
        for (int i = 0; i < h.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(full[(i * sizeof(ulong))..], h[i]);

        full[..hashLength].CopyTo(hash);
        CryptographicOperations.ZeroMemory(full);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(h));
        CryptographicOperations.ZeroMemory(pending);
    }

    /// <summary>The compression function F of RFC 7693 section 3.2.</summary>
    [SkipLocalsInit]
    private void Compress(bool last)
    {
        Span<ulong> h = state;
        Span<ulong> v = stackalloc ulong[16];
        Span<ulong> m = stackalloc ulong[16];
        ReadOnlySpan<byte> bytes = buffer;
        for (int i = 0; i < m.Length; i++)
            m[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(i * sizeof(ulong))..]);

        h.CopyTo(v);
        Initial.CopyTo(v[8..]);
        v[12] ^= total;
        v[14] ^= last ? ulong.MaxValue : 0;
        for (int round = 0; round < 12; round++)
        {
            ReadOnlySpan<byte> s = Schedule.Slice((round % 10) * 16, 16);
            Mix(v, 0, 4, 8, 12, m[s[0]], m[s[1]]);
            Mix(v, 1, 5, 9, 13, m[s[2]], m[s[3]]);
            Mix(v, 2, 6, 10, 14, m[s[4]], m[s[5]]);
            Mix(v, 3, 7, 11, 15, m[s[6]], m[s[7]]);
            Mix(v, 0, 5, 10, 15, m[s[8]], m[s[9]]);
            Mix(v, 1, 6, 11, 12, m[s[10]], m[s[11]]);
            Mix(v, 2, 7, 8, 13, m[s[12]], m[s[13]]);
            Mix(v, 3, 4, 9, 14, m[s[14]], m[s[15]]);
        }

        for (int i = 0; i < h.Length; i++)
            h[i] ^= v[i] ^ v[i + 8];

        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(v));
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(m));
    }

    /// <summary>The mixing function G of RFC 7693 section 3.1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(Span<ulong> v, int a, int b, int c, int d, ulong x, ulong y)
    {
        v[a] += v[b] + x;
        v[d] = BitOperations.RotateRight(v[d] ^ v[a], 32);
        v[c] += v[d];
        v[b] = BitOperations.RotateRight(v[b] ^ v[c], 24);
        v[a] += v[b] + y;
        v[d] = BitOperations.RotateRight(v[d] ^ v[a], 16);
        v[c] += v[d];
        v[b] = BitOperations.RotateRight(v[b] ^ v[c], 63);
    }

    /// <summary>SIGMA of RFC 7693 section 2.7; rounds 10 and 11 begin again.</summary>
    // csharpier-ignore
    private static ReadOnlySpan<byte> Schedule =>
        [
            0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
            14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3,
            11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4,
            7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8,
            9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13,
            2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9,
            12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11,
            13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10,
            6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5,
            10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0,
        ];

    [InlineArray(8)]
    private struct State
    {
        [SuppressMessage("Roslynator", "RCS1213", Justification = Element)]
        [SuppressMessage("Roslynator", "RCS1169", Justification = Element)]
        private ulong first;
    }

    [InlineArray(BlockLength)]
    private struct Block
    {
        [SuppressMessage("Roslynator", "RCS1213", Justification = Element)]
        [SuppressMessage("Roslynator", "RCS1169", Justification = Element)]
        private byte first;
    }
}
