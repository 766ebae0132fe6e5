using System.Globalization;
using System.Text;

namespace Enterprise.Benchmarks.Fuzz;

/// <summary>A mutated request, in Latin-1: each character is a byte.</summary>
/// <param name="Head">The request line and headers; <c>{LENGTH}</c> stands for the length of the body.</param>
/// <param name="Body">What follows.</param>
internal sealed record FuzzRequest(string Head, string Body)
{
    /// <summary>What the first chunk says of its size, with <c>{SIZE}</c> for what it is; <c>null</c> where nothing is chunked.</summary>
    public string? ChunkSize { get; init; }

    /// <summary>Where it ends is beyond doubt, so that it gets exactly one answer.</summary>
    public bool IsFramed { get; init; }

    /// <summary>It may say another id than <see cref="IdOf"/> its number.</summary>
    public bool HasOwnId { get; init; }

    public bool IsHead => Head.StartsWith("HEAD ", StringComparison.Ordinal);

    /// <summary>The bytes, with what stands for the words in braces.</summary>
    public byte[] Write(IReadOnlyDictionary<string, string> words, long number)
    {
        var unique = number.ToString(CultureInfo.InvariantCulture);
        var body = Fill(Body, words).Replace("{NUMBER}", unique, StringComparison.Ordinal);
        if (ChunkSize is not null)
            body = Chunked(body);
        var length = body.Length.ToString(CultureInfo.InvariantCulture);
        return Encoding.Latin1.GetBytes(Fill(Head, words).Replace("{LENGTH}", length, StringComparison.Ordinal) + body);
    }

    public static string IdOf(long number) => $"f{number}";

    /// <summary>As text that shows every byte.</summary>
    public static string Show(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (var one in bytes)
            text.Append(
                one switch
                {
                    (byte)'\r' => "\\r",
                    (byte)'\n' => "\\n",
                    (byte)'\\' => "\\\\",
                    >= 32 and < 127 => ((char)one).ToString(),
                    _ => $"\\x{one:x2}",
                }
            );
        return text.ToString();
    }

    private string Chunked(string body)
    {
        if (body.Length == 0)
            return "0\r\n\r\n";
        var size = body.Length.ToString("x", CultureInfo.InvariantCulture);
        return $"{ChunkSize!.Replace("{SIZE}", size, StringComparison.Ordinal)}\r\n{body}\r\n0\r\n\r\n";
    }

    private static string Fill(string text, IReadOnlyDictionary<string, string> words)
    {
        if (!text.Contains('{', StringComparison.Ordinal))
            return text;
        foreach (var (word, value) in words)
            text = text.Replace(word, value, StringComparison.Ordinal);
        return text;
    }
}
