namespace Enterprise.Application.Passwords;

/// <summary>The compression function G of RFC 9106 section 3.5, written for one instruction set.</summary>
/// <remarks>
/// Implementations are compiled with full optimisation at once and never inlined: in tiers, a process would spend its first hashes in
/// slow code, and what ends up inlined where, and so the speed for the rest of its life, would depend on chance.
/// </remarks>
internal unsafe interface IArgon2Kernel
{
    /// <summary>
    /// Sets <paramref name="target"/> to G(<paramref name="previous"/>, <paramref name="reference"/>), XORed with what was there when
    /// <paramref name="accumulate"/> (passes after the first).
    /// </summary>
    /// <param name="previous">The block before.</param>
    /// <param name="reference">The block pointed to.</param>
    /// <param name="target">Where the result goes; may be <paramref name="reference"/> when not accumulating.</param>
    /// <param name="accumulate">Whether the old content of the target is XORed in.</param>
    /// <param name="next">Says where the next block points to as soon as the first word of this one is known.</param>
    /// <param name="nextIndex">The next block's index in its segment.</param>
    /// <param name="scratch">One block of working room; the caller wipes it.</param>
    /// <returns>The block that the next one points to.</returns>
    static abstract ulong* Compress(
        ulong* previous,
        ulong* reference,
        ulong* target,
        bool accumulate,
        in Argon2References next,
        uint nextIndex,
        ulong* scratch
    );
}
