using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Enterprise.Application.Passwords;

/// <summary>Argon2 version 0x13 (RFC 9106). Safe to use from many threads at once.</summary>
/// <remarks>
/// A hash occupies the calling thread for its whole duration and, with more than one lane, threads of the pool besides. Bounding how many
/// run at a time is the caller's part. With one lane nothing is allocated on the managed heap.
/// </remarks>
/// <param name="pool">Where the memory comes from; it is wiped before it goes back.</param>
public sealed unsafe class Argon2(Argon2MemoryPool pool)
{
    private readonly Argon2Kernel kernel = Argon2Kernels.Best;

    /// <summary>For tests and benchmarks: the kernel is given instead of chosen.</summary>
    internal Argon2(Argon2MemoryPool pool, Argon2Kernel kernel)
        : this(pool)
    {
        this.kernel = kernel;
    }

    /// <summary>Computes the tag.</summary>
    /// <param name="parameters">Cost and shape (RFC 9106 section 3.1).</param>
    /// <param name="password">The message P; any length, also none.</param>
    /// <param name="salt">The nonce S, at least <see cref="Argon2Parameters.MinSaltLength"/> bytes; 16 are recommended.</param>
    /// <param name="secret">The key K; may be empty.</param>
    /// <param name="associatedData">The data X; may be empty.</param>
    /// <param name="tag">Receives the result; exactly <see cref="Argon2Parameters.TagLength"/> bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its bounds.</exception>
    /// <exception cref="ArgumentException">The salt is too short, or the tag has another length than the parameters say.</exception>
    /// <exception cref="OutOfMemoryException">The memory cannot be had.</exception>
    /// <exception cref="ObjectDisposedException">The pool is gone.</exception>
    [SkipLocalsInit]
    public void Hash(
        in Argon2Parameters parameters,
        ReadOnlySpan<byte> password,
        ReadOnlySpan<byte> salt,
        ReadOnlySpan<byte> secret,
        ReadOnlySpan<byte> associatedData,
        Span<byte> tag
    )
    {
        parameters.Validate();
        if (salt.Length < Argon2Parameters.MinSaltLength)
        {
            throw new ArgumentException($"A salt has at least {Argon2Parameters.MinSaltLength} bytes.", nameof(salt));
        }

        if (tag.Length != parameters.TagLength)
            throw new ArgumentException("The tag must be as long as the parameters say.", nameof(tag));

        Span<byte> seed = stackalloc byte[Argon2Hashing.SeedLength];
        Argon2Memory memory = pool.Rent(Argon2Layout.BytesFor(parameters));
        try
        {
            Argon2Layout layout = new(parameters, memory.Start);
            Argon2Hashing.Seed(parameters, password, salt, secret, associatedData, seed);
            Argon2Hashing.FirstBlocks(layout, seed);
            Fill(layout);
            Argon2Hashing.Tag(layout, tag);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
            pool.Return(memory);
        }
    }

    /// <summary>Lanes meet after every slice, because the next one may point into any lane's finished slices (RFC 9106 section 3.4).</summary>
    private void Fill(in Argon2Layout layout)
    {
        for (uint pass = 0; pass < layout.Passes; pass++)
        {
            for (uint slice = 0; slice < Argon2Layout.Slices; slice++)
            {
                if (layout.Lanes == 1)
                    Argon2Fill.Segment(kernel, layout, pass, slice, 0);
                else
                    FillInParallel(layout, pass, slice);
            }
        }
    }

    /// <summary>A method of its own, so that the closure is allocated only here.</summary>
    private void FillInParallel(Argon2Layout layout, uint pass, uint slice) =>
        Parallel.For(0, (int)layout.Lanes, lane => Argon2Fill.Segment(kernel, layout, pass, slice, (uint)lane));
}
