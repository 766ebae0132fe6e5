using System.Buffers.Binary;
using Enterprise.Domain.Accounts;

namespace Enterprise.Application.Accounts.Avatars.Images;

/// <summary>
/// PNG (ISO/IEC 15948:2004; W3C Portable Network Graphics, sections 5.2 to 5.6 and 11.2): the signature, chunks of length, type, data and
/// CRC, of which IHDR is the first and IEND the last, and some IDAT in between. Checksums are left to who unpacks it.
/// </summary>
internal sealed class PngFormat : IImageFormat
{
    public const byte FirstByte = 0x89;

    private const int HeaderLength = 13;
    private const int ChecksumLength = 4;
    private const int ChunkStart = 8;

    private State state = State.Signature;
    private bool hasData;

    private enum State
    {
        Signature,
        Header,
        Chunk,
        End,
    }

    public string ContentType => "image/png";

    public int Width { get; private set; }

    public int Height { get; private set; }

    public ImageStep Start => ImageStep.Read(7);

    public bool MayEndAt(long length) => state == State.End;

    public ImageStep Next(ReadOnlySpan<byte> bytes) =>
        state switch
        {
            State.Signature when bytes.SequenceEqual("PNG\r\n\x1a\n"u8) => Then(
                State.Header,
                ImageStep.Read(ChunkStart + HeaderLength + ChecksumLength)
            ),
            State.Header => ReadHeader(bytes),
            State.Chunk => ReadChunk(bytes),
            // What follows IEND belongs to no picture.
            _ => ImageStep.NotAnImage,
        };

    private ImageStep ReadHeader(ReadOnlySpan<byte> chunk)
    {
        if (BinaryPrimitives.ReadUInt32BigEndian(chunk) != HeaderLength || !chunk[4..].StartsWith("IHDR"u8))
            return ImageStep.NotAnImage;
        var header = chunk[ChunkStart..];
        var (width, height) = (
            BinaryPrimitives.ReadUInt32BigEndian(header),
            BinaryPrimitives.ReadUInt32BigEndian(header[4..])
        );
        // Compression and filter have one method each, interlacing two.
        if (
            width == 0
            || height == 0
            || !IsColour(header[9], header[8])
            || header[10..12] is not [0, 0]
            || header[12] > 1
        )
            return ImageStep.NotAnImage;
        if (!Avatar.Allows(width, height))
            return ImageStep.TooManyPixels;
        (Width, Height) = ((int)width, (int)height);
        return Then(State.Chunk, ImageStep.Read(ChunkStart));
    }

    private ImageStep ReadChunk(ReadOnlySpan<byte> start)
    {
        var length = BinaryPrimitives.ReadUInt32BigEndian(start);
        var type = start[4..];
        if (length > int.MaxValue || !AreLetters(type) || type.SequenceEqual("IHDR"u8))
            return ImageStep.NotAnImage;
        hasData |= type.SequenceEqual("IDAT"u8);
        if (!type.SequenceEqual("IEND"u8))
            return new ImageStep(length + ChecksumLength, ChunkStart);
        return length == 0 && hasData ? Then(State.End, new ImageStep(ChecksumLength, 1)) : ImageStep.NotAnImage;
    }

    private ImageStep Then(State next, ImageStep step)
    {
        state = next;
        return step;
    }

    /// <summary>Section 11.2.2, table 11.1: the bit depths of each colour type.</summary>
    private static bool IsColour(byte type, byte depth) =>
        type switch
        {
            0 => depth is 1 or 2 or 4 or 8 or 16,
            2 or 4 or 6 => depth is 8 or 16,
            3 => depth is 1 or 2 or 4 or 8,
            _ => false,
        };

    private static bool AreLetters(ReadOnlySpan<byte> type)
    {
        foreach (var letter in type)
            if (!char.IsAsciiLetter((char)letter))
                return false;
        return true;
    }
}
