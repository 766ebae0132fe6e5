using System.Buffers.Binary;
using Enterprise.Domain.Accounts;

namespace Enterprise.Application.Accounts.Avatars.Images;

/// <summary>
/// WebP (RFC 9649 sections 2.3 to 2.7): RIFF with the length of the file, and chunks, of which the first is the picture or says how large it
/// is. The sizes of the canvas, of each frame of an animation (section 2.7.1.1) and in the header of a picture in VP8 (RFC 6386 section 9.1) or
/// VP8L (section 3.4) are held to the bounds; the pictures inside frames are not looked at.
/// </summary>
internal sealed class WebPFormat : IImageFormat
{
    public const byte FirstByte = (byte)'R';

    private const int FileStart = 12;
    private const int ChunkStart = 8;
    private const int CanvasLength = 10;
    private const int FrameLength = 16;
    private const int LossyLength = 10;
    private const int LosslessLength = 5;
    private const int SideMask = (1 << 14) - 1;

    private State state = State.Signature;
    private long fileLength;
    private long position = FileStart;
    private uint chunkLength;
    private bool isFirst = true;
    private bool hasPicture;

    private enum State
    {
        Signature,
        Chunk,
        Canvas,
        Frame,
        Lossy,
        Lossless,
    }

    public string ContentType => "image/webp";

    public int Width { get; private set; }

    public int Height { get; private set; }

    public ImageStep Start => ImageStep.Read(FileStart - 1);

    public bool MayEndAt(long length) => state == State.Chunk && hasPicture && length == fileLength;

    public ImageStep Next(ReadOnlySpan<byte> bytes) =>
        state switch
        {
            State.Signature => ReadSignature(bytes),
            State.Chunk => ReadChunk(bytes),
            State.Canvas => ReadSize(Side24(bytes[4..]), Side24(bytes[7..]), CanvasLength, isPicture: false),
            State.Frame => ReadSize(Side24(bytes[6..]), Side24(bytes[9..]), FrameLength, isPicture: true),
            State.Lossy => ReadLossy(bytes),
            _ => ReadLossless(bytes),
        };

    private ImageStep ReadSignature(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith("IFF"u8) || !bytes.EndsWith("WEBP"u8))
            return ImageStep.NotAnImage;
        fileLength = BinaryPrimitives.ReadUInt32LittleEndian(bytes[3..]) + (long)ChunkStart;
        return NextChunk(0);
    }

    private ImageStep ReadChunk(ReadOnlySpan<byte> start)
    {
        var type = start[..4];
        var first = isFirst;
        isFirst = false;
        chunkLength = BinaryPrimitives.ReadUInt32LittleEndian(start[4..]);
        position += ChunkStart + Padded;
        if (position > fileLength)
            return ImageStep.NotAnImage;
        if (type.SequenceEqual("VP8 "u8))
            return Inspect(State.Lossy, LossyLength);
        if (type.SequenceEqual("VP8L"u8))
            return Inspect(State.Lossless, LosslessLength);
        if (type.SequenceEqual("VP8X"u8))
            return first ? Inspect(State.Canvas, CanvasLength) : ImageStep.NotAnImage;
        if (first)
            return ImageStep.NotAnImage;
        return type.SequenceEqual("ANMF"u8) ? Inspect(State.Frame, FrameLength) : NextChunk(Padded);
    }

    /// <summary>A key frame, since there is nothing before it, with its start code; two bits above each side are for scaling.</summary>
    private ImageStep ReadLossy(ReadOnlySpan<byte> header) =>
        (header[0] & 1) == 0 && header[3..6].SequenceEqual((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A])
            ? ReadSize(
                BinaryPrimitives.ReadUInt16LittleEndian(header[6..]) & SideMask,
                BinaryPrimitives.ReadUInt16LittleEndian(header[8..]) & SideMask,
                LossyLength,
                isPicture: true
            )
            : ImageStep.NotAnImage;

    /// <summary>A signature, 14 bits less one for each side, a bit for transparency and three for a version of 0.</summary>
    private ImageStep ReadLossless(ReadOnlySpan<byte> header)
    {
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(header[1..]);
        return header[0] == 0x2F && bits >> 29 == 0
            ? ReadSize((bits & SideMask) + 1, ((bits >> 14) & SideMask) + 1, LosslessLength, isPicture: true)
            : ImageStep.NotAnImage;
    }

    private ImageStep ReadSize(long width, long height, int read, bool isPicture)
    {
        if (width == 0 || height == 0)
            return ImageStep.NotAnImage;
        if (!Avatar.Allows(width, height))
            return ImageStep.TooManyPixels;
        // Of the canvas, where there is one: it is the first.
        if (Width == 0)
            (Width, Height) = ((int)width, (int)height);
        hasPicture |= isPicture;
        return NextChunk(Padded - read);
    }

    private ImageStep Inspect(State next, int length)
    {
        if (chunkLength < length)
            return ImageStep.NotAnImage;
        state = next;
        return ImageStep.Read(length);
    }

    private ImageStep NextChunk(long skip)
    {
        state = State.Chunk;
        return new ImageStep(skip, ChunkStart);
    }

    /// <summary>The length of the chunk's data with the byte that makes it even.</summary>
    private long Padded => chunkLength + (long)(chunkLength & 1);

    private static int Side24(ReadOnlySpan<byte> bytes) => (bytes[0] | (bytes[1] << 8) | (bytes[2] << 16)) + 1;
}
