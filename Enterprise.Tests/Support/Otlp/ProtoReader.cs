using System.Buffers.Binary;
using System.Text;

namespace Enterprise.Tests.Support.Otlp;

/// <summary>One field of a message: its number, and its value as the wire has it.</summary>
internal readonly record struct ProtoField(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    public string Hex => Convert.ToHexStringLower(Bytes.Span);

    public double Double => BitConverter.UInt64BitsToDouble(Value);

    public IReadOnlyList<ProtoField> Message => ProtoReader.Read(Bytes);
}

/// <summary>
/// Reads Protocol Buffers without knowing the schema (protobuf.dev, "Encoding"): a second opinion on what the exporter wrote. What is
/// no message throws.
/// </summary>
internal static class ProtoReader
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Length = 2;
    private const int Fixed32 = 5;

    public static IReadOnlyList<ProtoField> Read(ReadOnlyMemory<byte> bytes)
    {
        List<ProtoField> fields = [];
        var at = 0;
        while (at < bytes.Length)
        {
            var tag = ReadVarint(bytes.Span, ref at);
            fields.Add(ReadField((int)(tag >> 3), (int)(tag & 7), bytes, ref at));
        }
        return fields;
    }

    /// <summary>The messages of a repeated field.</summary>
    public static IEnumerable<IReadOnlyList<ProtoField>> Of(this IEnumerable<ProtoField> message, int number) =>
        message.Where(field => field.Number == number).Select(field => field.Message);

    /// <summary>A field that may be missing, as when it has its default.</summary>
    public static ProtoField? Find(this IEnumerable<ProtoField> message, int number) =>
        message.Where(field => field.Number == number).Select(field => (ProtoField?)field).LastOrDefault();

    /// <summary>The numbers of a packed field of eight bytes each.</summary>
    public static ulong[] Packed(this ProtoField field) =>
        [
            .. Enumerable
                .Range(0, field.Bytes.Length / 8)
                .Select(index => BinaryPrimitives.ReadUInt64LittleEndian(field.Bytes.Span[(index * 8)..])),
        ];

    private static ProtoField ReadField(int number, int type, ReadOnlyMemory<byte> bytes, ref int at)
    {
        switch (type)
        {
            case Varint:
                return new ProtoField(number, ReadVarint(bytes.Span, ref at), default);
            case Fixed64:
                at += 8;
                return new ProtoField(number, BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[(at - 8)..]), default);
            case Fixed32:
                at += 4;
                return new ProtoField(number, BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[(at - 4)..]), default);
            case Length:
                var length = (int)ReadVarint(bytes.Span, ref at);
                at += length;
                return new ProtoField(number, 0, bytes.Slice(at - length, length));
            default:
                throw new FormatException($"There is no wire type {type}.");
        }
    }

    private static ulong ReadVarint(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
        throw new FormatException("A varint has at most ten bytes.");
    }
}
