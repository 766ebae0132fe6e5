using System.Buffers.Binary;
using Enterprise.Domain.Accounts;

namespace Enterprise.Application.Accounts.Avatars.Images;

/// <summary>
/// JPEG (ITU-T T.81 | ISO/IEC 10918-1, annex B.1 and B.2): SOI, marker segments, of which one is the frame header with the size, scans, and
/// EOI. Right behind it another picture may stand, as cameras append previews and gain maps (CIPA DC-007); each is held to the same, and the
/// first one is what is shown.
/// </summary>
internal sealed class JpegFormat : IImageFormat
{
    public const byte FirstByte = Marker;

    private const byte Marker = 0xFF;
    private const byte StartOfImage = 0xD8;
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;
    private const int LengthBytes = 2;
    private const int FrameStart = 6;
    private const int FrameComponent = 3;

    private State state = State.Start;
    private byte segment;
    private int segmentLength;
    private bool hasFrame;
    private bool hasScan;

    private enum State
    {
        Start,
        Marker,
        Code,
        Length,
        Frame,
        Scan,
        End,
    }

    public string ContentType => "image/jpeg";

    public int Width { get; private set; }

    public int Height { get; private set; }

    public ImageStep Start => ImageStep.Read(1);

    public bool MayEndAt(long length) => state == State.End;

    public ImageStep Next(ReadOnlySpan<byte> bytes) =>
        state switch
        {
            State.Start when bytes[0] == StartOfImage => NextMarker(0),
            State.Marker when bytes[0] == Marker => ReadCode(bytes[1]),
            State.Code => ReadCode(bytes[0]),
            State.Length => ReadLength(BinaryPrimitives.ReadUInt16BigEndian(bytes)),
            State.Frame => ReadFrame(bytes),
            State.Scan => ReadScan(bytes[0]),
            State.End when bytes is [Marker, StartOfImage] => Restart(),
            _ => ImageStep.NotAnImage,
        };

    private ImageStep NextMarker(long skip) => Then(State.Marker, new ImageStep(skip, 2));

    /// <summary>B.1.1.2: any number of 0xFF may stand before the code of a marker.</summary>
    private ImageStep ReadCode(byte code)
    {
        segment = code;
        return code switch
        {
            Marker => Then(State.Code, ImageStep.Read(1)),
            EndOfImage when hasScan => Then(State.End, ImageStep.Read(2)),
            // Restarts belong into scans, and below them are codes that are reserved.
            < 0xC0 or (>= 0xD0 and <= EndOfImage) => ImageStep.NotAnImage,
            _ => Then(State.Length, ImageStep.Read(LengthBytes)),
        };
    }

    private ImageStep ReadLength(int length)
    {
        segmentLength = length - LengthBytes;
        if (segmentLength < 0)
            return ImageStep.NotAnImage;
        if (IsFrame(segment))
            return Then(State.Frame, ImageStep.Read(FrameStart));
        if (segment != StartOfScan)
            return NextMarker(segmentLength);
        if (!hasFrame)
            return ImageStep.NotAnImage;
        hasScan = true;
        return Then(State.Scan, ImageStep.ReadAfterMarker with { Skip = segmentLength });
    }

    /// <summary>B.2.2. A height of 0, to be told after the scan, is allowed there and shown by nobody.</summary>
    private ImageStep ReadFrame(ReadOnlySpan<byte> header)
    {
        var (height, width) = (
            BinaryPrimitives.ReadUInt16BigEndian(header[1..]),
            BinaryPrimitives.ReadUInt16BigEndian(header[3..])
        );
        var components = header[5];
        if (
            hasFrame
            || width == 0
            || height == 0
            || components == 0
            || segmentLength != FrameStart + (FrameComponent * components)
        )
            return ImageStep.NotAnImage;
        if (!Avatar.Allows(width, height))
            return ImageStep.TooManyPixels;
        hasFrame = true;
        if (Width == 0)
            (Width, Height) = (width, height);
        return NextMarker(FrameComponent * components);
    }

    /// <summary>B.1.1.5: within a scan 0xFF is data where 0 follows, and restarts stand between its parts.</summary>
    private ImageStep ReadScan(byte code) =>
        code switch
        {
            0 or (>= 0xD0 and <= 0xD7) => ImageStep.ReadAfterMarker,
            Marker => ImageStep.Read(1),
            _ => ReadCode(code),
        };

    private ImageStep Restart()
    {
        hasFrame = hasScan = false;
        return NextMarker(0);
    }

    private ImageStep Then(State next, ImageStep step)
    {
        state = next;
        return step;
    }

    /// <summary>Table B.1: all of 0xC0 to 0xCF but the tables of codes and what is reserved.</summary>
    private static bool IsFrame(byte code) => code is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
}
