using System.Buffers;
using System.Globalization;
using System.Text;

namespace Enterprise.Api.Telemetry.Prometheus;

/// <summary>The bytes of a page in UTF-8. It is filled again and again, and keeps the memory of the largest page that it ever held.</summary>
internal sealed class PageBuffer
{
    private const int FirstSize = 64 * 1024;

    /// <summary>More than any number needs.</summary>
    private const int NumberSize = 32;

    /// <summary>Of a text between quotes, and of a text that ends with its line.</summary>
    private static readonly SearchValues<char> InQuotes = SearchValues.Create("\\\"\n");
    private static readonly SearchValues<char> InLine = SearchValues.Create("\\\n");

    private byte[] bytes;

    public PageBuffer(int size = FirstSize) => bytes = new byte[size];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => bytes.AsMemory(0, Length);

    public ReadOnlySpan<byte> From(int start, int length) => bytes.AsSpan(start, length);

    /// <summary>Forgets what stands behind the given length.</summary>
    public void CutTo(int length) => Length = length;

    public void Write(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        Length += text.Length;
    }

    /// <summary>Writes once more what stands somewhere before.</summary>
    public void Repeat(int start, int length)
    {
        // The room first: it may move what is to be copied.
        var room = Room(length);
        From(start, length).CopyTo(room);
        Length += length;
    }

    public void Write(long number)
    {
        number.TryFormat(Room(NumberSize), out var written, default, CultureInfo.InvariantCulture);
        Length += written;
    }

    /// <summary>The shortest text that reads back as the same number.</summary>
    public void Write(double number)
    {
        if (!double.IsFinite(number))
        {
            Write(
                double.IsNaN(number) ? "NaN"u8
                : number > 0 ? "+Inf"u8
                : "-Inf"u8
            );
            return;
        }
        number.TryFormat(Room(NumberSize), out var written, default, CultureInfo.InvariantCulture);
        Length += written;
    }

    /// <summary>The value of a label, without its quotes.</summary>
    public void WriteQuoted(ReadOnlySpan<char> text) => WriteEscaped(text, InQuotes);

    /// <summary>The text of a <c># HELP</c>.</summary>
    public void WriteHelp(ReadOnlySpan<char> text) => WriteEscaped(text, InLine);

    public void WritePlain(ReadOnlySpan<char> text)
    {
        var room = Room(Encoding.UTF8.GetMaxByteCount(text.Length));
        Length += Encoding.UTF8.GetBytes(text, room);
    }

    private void WriteEscaped(ReadOnlySpan<char> text, SearchValues<char> special)
    {
        for (int at; (at = text.IndexOfAny(special)) >= 0; text = text[(at + 1)..])
        {
            WritePlain(text[..at]);
            Write(
                text[at] switch
                {
                    '\\' => "\\\\"u8,
                    '"' => "\\\""u8,
                    _ => "\\n"u8,
                }
            );
        }
        WritePlain(text);
    }

    private Span<byte> Room(int size)
    {
        if (bytes.Length - Length < size)
            Array.Resize(ref bytes, Math.Max(2 * bytes.Length, Length + size));
        return bytes.AsSpan(Length);
    }
}
