using System.Text;

namespace Enterprise.Api.Logging;

/// <summary>Takes what a formatter writes for one event, in memory that the next event of the same thread uses again.</summary>
internal sealed class LineBuffer : TextWriter
{
    private const int UsualChars = 1024;

    /// <summary>A line with a long exception must not keep its memory.</summary>
    private const int MaxKeptChars = 32 * 1024;

    [ThreadStatic]
    private static LineBuffer? spare;

    private char[] chars = new char[UsualChars];
    private int count;

    private LineBuffer() => NewLine = "\n";

    public override Encoding Encoding => Encoding.UTF8;

    public ReadOnlySpan<char> Written => chars.AsSpan(0, count);

    /// <summary>An empty one. What logs while it is formatted finds no spare one, and gets one of its own.</summary>
    public static LineBuffer Take()
    {
        var buffer = spare ?? new LineBuffer();
        spare = null;
        return buffer;
    }

    /// <summary>Keeps it for the next event.</summary>
    public void Return()
    {
        if (chars.Length > MaxKeptChars)
            return;
        count = 0;
        spare = this;
    }

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (count + buffer.Length > chars.Length)
            Array.Resize(ref chars, Math.Max(chars.Length * 2, count + buffer.Length));
        buffer.CopyTo(chars.AsSpan(count));
        count += buffer.Length;
    }
}
