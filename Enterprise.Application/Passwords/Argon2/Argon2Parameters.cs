using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Enterprise.Application.Passwords;

/// <summary>The cost and shape of one Argon2 hash, in the terms of RFC 9106 section 3.1.</summary>
/// <param name="Variant">Which Argon2; passwords use <see cref="Argon2Variant.Id"/>.</param>
/// <param name="MemoryKiB">Memory in KiB (RFC: <c>m</c>), from 8 times <paramref name="Parallelism"/> to 2^32-1.</param>
/// <param name="Passes">Passes over the memory (RFC: <c>t</c>), from 1 to 2^32-1.</param>
/// <param name="Parallelism">Lanes (RFC: <c>p</c>), from 1 to 2^24-1. Each lane may occupy one thread.</param>
/// <param name="TagLength">Length of the result in bytes (RFC: <c>T</c>), 4 or more.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Argon2Parameters(
    Argon2Variant Variant,
    uint MemoryKiB,
    uint Passes,
    uint Parallelism,
    int TagLength
)
{
    /// <summary>The fewest salt bytes taken. RFC 9106 recommends 16 and sets no minimum; the reference implementation refuses fewer than 8.</summary>
    public const int MinSaltLength = 8;

    internal const int MinTagLength = 4;
    internal const uint MaxParallelism = (1 << 24) - 1;

    /// <summary>Refuses what RFC 9106 section 3.1 forbids.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value lies outside its bounds; the exception names it.</exception>
    [SuppressMessage("Usage", "MA0015", Justification = "The caller knows these values by the names they have here.")]
    public void Validate()
    {
        if (Variant is < Argon2Variant.D or > Argon2Variant.Id)
            throw new ArgumentOutOfRangeException(nameof(Variant), Variant, "There are three variants: d, i and id.");

        ArgumentOutOfRangeException.ThrowIfZero(Parallelism);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Parallelism, MaxParallelism);
        ArgumentOutOfRangeException.ThrowIfLessThan(MemoryKiB, 8 * Parallelism);
        ArgumentOutOfRangeException.ThrowIfZero(Passes);
        ArgumentOutOfRangeException.ThrowIfLessThan(TagLength, MinTagLength);
    }
}
