using System.Buffers.Binary;
using System.Text;

namespace Enterprise.Tests.Support;

/// <summary>Files with the structure of pictures and nothing in them, of any size and with any claim.</summary>
internal static class Pictures
{
    private static readonly byte[] Signature = [0x89, .. "PNG\r\n\x1a\n"u8];

    /// <summary>A small one, other than those of other numbers.</summary>
    public static byte[] Small(int number) => Png(10, 10, 64, number);

    /// <summary>A PNG with so many bytes of data, of which the first four are the number.</summary>
    public static byte[] Png(uint width = 10, uint height = 10, int data = 64, int number = 0)
    {
        var idat = new byte[data];
        BinaryPrimitives.WriteInt32BigEndian(idat, number);
        return [.. Signature, .. Header(width, height), .. Chunk("IDAT", idat), .. Chunk("IEND")];
    }

    /// <summary>A PNG of exactly so many bytes.</summary>
    public static byte[] PngOf(int length, int number = 0) =>
        Png(data: length - Png(data: 4).Length + 4, number: number);

    public static byte[] Png(params byte[][] chunks) => [.. Signature, .. chunks.SelectMany(chunk => chunk)];

    public static byte[] Header(uint width, uint height, byte depth = 8, byte colour = 6, byte interlace = 0) =>
        Chunk("IHDR", [.. Big(width), .. Big(height), depth, colour, 0, 0, interlace]);

    public static byte[] Chunk(string type, byte[]? data = null) =>
        [.. Big((uint)(data ?? []).Length), .. Encoding.Latin1.GetBytes(type), .. data ?? [], 1, 2, 3, 4];

    /// <summary>A JPEG with so many application segments of 64 KiB before the frame.</summary>
    public static byte[] Jpeg(ushort width = 10, ushort height = 10, int applications = 0, byte frame = 0xC0) =>
        [
            0xFF,
            0xD8,
            .. Enumerable.Range(0, applications).SelectMany(_ => Segment(0xE1, new byte[0xFFFF - 2])),
            .. Frame(frame, width, height),
            .. Scan,
            0xFF,
            0xD9,
        ];

    public static byte[] Frame(byte code, ushort width, ushort height) =>
        Segment(code, [8, .. Big(height), .. Big(width), 1, 1, 0x11, 0]);

    public static byte[] Segment(byte code, byte[] data) => [0xFF, code, .. Big((ushort)(data.Length + 2)), .. data];

    /// <summary>With a stuffed byte, a restart and fill bytes in it.</summary>
    public static byte[] Scan { get; } =
    [.. Segment(0xDA, [1, 1, 0, 0, 63, 0]), 1, 2, 0xFF, 0, 3, 0xFF, 0xD0, 4, 0xFF, 0xFF];

    public static byte[] WebP(params byte[][] chunks)
    {
        var body = chunks.SelectMany(chunk => chunk).ToArray();
        return [.. "RIFF"u8, .. Little((uint)body.Length + 4), .. "WEBP"u8, .. body];
    }

    public static byte[] Riff(string type, byte[] data) =>
        [.. Encoding.Latin1.GetBytes(type), .. Little((uint)data.Length), .. data, .. new byte[data.Length & 1]];

    public static byte[] Lossy(ushort width = 10, ushort height = 10) =>
        Riff("VP8 ", [0x10, 0, 0, 0x9D, 1, 0x2A, .. LittleShort(width), .. LittleShort(height), 7]);

    public static byte[] Lossless(uint width = 10, uint height = 10) =>
        Riff("VP8L", [0x2F, .. Little((width - 1) | ((height - 1) << 14)), 7, 7]);

    public static byte[] Canvas(int width = 10, int height = 10) =>
        Riff("VP8X", [0x10, 0, 0, 0, .. Little((uint)width - 1)[..3], .. Little((uint)height - 1)[..3]]);

    public static byte[] AnimationFrame(int width = 10, int height = 10) =>
        Riff(
            "ANMF",
            [.. new byte[6], .. Little((uint)width - 1)[..3], .. Little((uint)height - 1)[..3], 1, 0, 0, 0, .. Lossy()]
        );

    public static byte[] Big(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    public static byte[] Little(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Big(ushort value) => Big((uint)value)[2..];

    private static byte[] LittleShort(ushort value) => Little(value)[..2];
}
