using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Enterprise.Application.Passwords;

/// <summary>What Argon2 does with BLAKE2b before and after the memory is filled: H0 and H' (RFC 9106 sections 3.2 and 3.3).</summary>
internal static unsafe class Argon2Hashing
{
    public const int SeedLength = 64;
    private const uint Version = 0x13;

    /// <summary>H0 (RFC 9106 section 3.2, step 1): everything that goes into the hash, each part behind its length.</summary>
    public static void Seed(
        in Argon2Parameters parameters,
        ReadOnlySpan<byte> password,
        ReadOnlySpan<byte> salt,
        ReadOnlySpan<byte> secret,
        ReadOnlySpan<byte> associatedData,
        Span<byte> seed
    )
    {
        Blake2b blake = new(SeedLength);
        blake.Add(parameters.Parallelism);
        blake.Add((uint)parameters.TagLength);
        blake.Add(parameters.MemoryKiB);
        blake.Add(parameters.Passes);
        blake.Add(Version);
        blake.Add((uint)parameters.Variant);
        blake.AddWithLength(password);
        blake.AddWithLength(salt);
        blake.AddWithLength(secret);
        blake.AddWithLength(associatedData);
        blake.Finish(seed);
    }

    /// <summary>The first two blocks of every lane (RFC 9106 section 3.2, steps 3 and 4).</summary>
    [SkipLocalsInit]
    public static void FirstBlocks(in Argon2Layout layout, ReadOnlySpan<byte> seed)
    {
        Span<byte> bytes = stackalloc byte[Argon2Block.Bytes];
        for (uint lane = 0; lane < layout.Lanes; lane++)
        {
            for (uint column = 0; column < 2; column++)
            {
                Stretch(seed, [column, lane], bytes);
                Argon2Block.Read(bytes, layout.Block(lane, column));
            }
        }

        CryptographicOperations.ZeroMemory(bytes);
    }

    /// <summary>The tag: H' of the XOR of every lane's last block (RFC 9106 section 3.2, steps 7 and 8).</summary>
    [SkipLocalsInit]
    public static void Tag(in Argon2Layout layout, Span<byte> tag)
    {
        // The first lane's block serves as the sum; the memory is wiped right after.
        ulong* sum = layout.Block(0, layout.LaneLength - 1);
        for (uint lane = 1; lane < layout.Lanes; lane++)
            Argon2Block.Xor(layout.Block(lane, layout.LaneLength - 1), sum);

        Span<byte> bytes = stackalloc byte[Argon2Block.Bytes];
        Argon2Block.Write(sum, bytes);
        Stretch(bytes, [], tag);
        CryptographicOperations.ZeroMemory(bytes);
    }

    /// <summary>H' (RFC 9106 section 3.3) of <paramref name="input"/> followed by <paramref name="numbers"/>, as long as <paramref name="output"/>.</summary>
    private static void Stretch(ReadOnlySpan<byte> input, ReadOnlySpan<uint> numbers, Span<byte> output)
    {
        const int step = Blake2b.MaxHashLength / 2;
        Blake2b blake = new(Math.Min(output.Length, Blake2b.MaxHashLength));
        blake.Add((uint)output.Length);
        blake.Add(input);
        foreach (uint number in numbers)
            blake.Add(number);

        if (output.Length <= Blake2b.MaxHashLength)
        {
            blake.Finish(output);
            return;
        }

        // Of every hash but the last only the first half is given out; the next one is the hash of the whole.
        Span<byte> hash = stackalloc byte[Blake2b.MaxHashLength];
        blake.Finish(hash);
        hash[..step].CopyTo(output);
        output = output[step..];
        while (output.Length > Blake2b.MaxHashLength)
        {
            Blake2b.Hash(hash, hash);
            hash[..step].CopyTo(output);
            output = output[step..];
        }

        Blake2b.Hash(hash, output);
        CryptographicOperations.ZeroMemory(hash);
    }
}
