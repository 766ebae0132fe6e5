using System.Buffers;

namespace Enterprise.Application.Accounts.Avatars;

/// <summary>The parts that pictures are stored in.</summary>
public static class AvatarChunks
{
    /// <summary>256 KiB; of what is stored already too, so that it cannot be changed without moving that.</summary>
    public const int Bytes = 256 * 1024;

    /// <summary>Buffers of one chunk, kept for the next request: an array of this size would live until a full collection.</summary>
    private static readonly ArrayPool<byte> Buffers = ArrayPool<byte>.Create(Bytes, maxArraysPerBucket: 32);

    /// <summary>The length of a chunk of a picture; 0 behind its end.</summary>
    public static int LengthOf(int number, int size) => (int)Math.Clamp(size - ((long)number * Bytes), 0, Bytes);

    internal static byte[] Rent() => Buffers.Rent(Bytes);

    internal static void Return(byte[] buffer) => Buffers.Return(buffer);
}
