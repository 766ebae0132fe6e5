using System.Globalization;
using System.Text;

namespace Enterprise.Tests.Support.Raw;

/// <summary>
/// Reads answers (RFC 9112) as strictly as they should be written: what a lenient client forgives would hide that a server and
/// somebody between it and the client see different answers.
/// </summary>
internal static class AnswerParser
{
    private const int StatusLineLength = 13;

    /// <summary>
    /// Takes the first answer out of what came so far; gives <c>null</c> where it is not whole yet. <c>100 Continue</c> and its like are
    /// passed over.
    /// </summary>
    /// <param name="came">All bytes that were not taken before.</param>
    /// <param name="isEnd">Nothing more will come.</param>
    /// <param name="isHead">The request was a <c>HEAD</c>: there is no body whatever the headers say.</param>
    /// <param name="taken">The length of the answer.</param>
    public static RawAnswer? TryTake(ReadOnlySpan<byte> came, bool isEnd, bool isHead, out int taken)
    {
        taken = 0;
        while (true)
        {
            var length = came[taken..].IndexOf("\r\n\r\n"u8);
            if (length < 0)
                return null;
            var (status, headers) = ReadHead(came.Slice(taken, length + 2));
            taken += length + 4;
            if (status is >= 100 and < 200)
                continue;
            if (ReadBody(came[taken..], status, headers, isEnd, isHead, out var used) is not { } body)
                return null;
            taken += used;
            return new RawAnswer(status, headers, body);
        }
    }

    private static (int Status, List<(string Name, string Value)> Headers) ReadHead(ReadOnlySpan<byte> head)
    {
        var lines = Encoding.Latin1.GetString(head).Split("\r\n")[..^1];
        var first = lines[0];
        if (
            first.Length < StatusLineLength
            || !first.StartsWith("HTTP/1.1 ", StringComparison.Ordinal)
            || first[12] != ' '
            || !int.TryParse(first.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
        )
            throw new MalformedAnswerException($"This is no status line: {first}");
        return (status, [.. lines.Skip(1).Select(ReadHeader)]);
    }

    private static (string Name, string Value) ReadHeader(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (
            colon <= 0
            || line.AsSpan(0, colon).ContainsAnyExceptInRange('!', '~')
            || line.Any(c => c != '\t' && char.IsControl(c))
        )
            throw new MalformedAnswerException($"This is no header: {line}");
        return (line[..colon], line[(colon + 1)..].Trim(' ', '\t'));
    }

    private static byte[]? ReadBody(
        ReadOnlySpan<byte> rest,
        int status,
        List<(string Name, string Value)> headers,
        bool isEnd,
        bool isHead,
        out int used
    )
    {
        used = 0;
        var lengths = Values(headers, "Content-Length");
        var codings = Values(headers, "Transfer-Encoding");
        if (lengths.Length + codings.Length > 1)
            throw new MalformedAnswerException("The length of the body is told twice.");
        if (isHead || status is StatusNoContent or StatusNotModified)
            return [];
        if (codings.Length == 1)
            return codings[0] == "chunked"
                ? ReadChunks(rest, out used)
                : throw new MalformedAnswerException($"An unknown coding: {codings[0]}");
        if (lengths.Length == 0)
        {
            used = rest.Length;
            return isEnd ? rest.ToArray() : null;
        }
        if (!int.TryParse(lengths[0], NumberStyles.None, CultureInfo.InvariantCulture, out var length))
            throw new MalformedAnswerException($"This is no length: {lengths[0]}");
        used = length;
        return rest.Length < length ? null : rest[..length].ToArray();
    }

    private static byte[]? ReadChunks(ReadOnlySpan<byte> rest, out int used)
    {
        used = 0;
        List<byte> body = [];
        while (true)
        {
            var line = rest[used..].IndexOf("\r\n"u8);
            if (line < 0)
                return null;
            var text = Encoding.Latin1.GetString(rest.Slice(used, line));
            if (!int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size))
                throw new MalformedAnswerException($"This is no length of a chunk: {text}");
            used += line + 2;
            if (rest.Length < used + size + 2)
                return null;
            if (!rest.Slice(used + size, 2).SequenceEqual("\r\n"u8))
                throw new MalformedAnswerException("A chunk is longer than it said, or a trailer follows the last.");
            body.AddRange(rest.Slice(used, size));
            used += size + 2;
            if (size == 0)
                return [.. body];
        }
    }

    private const int StatusNoContent = 204;
    private const int StatusNotModified = 304;

    private static string[] Values(List<(string Name, string Value)> headers, string name) =>
        [
            .. headers
                .Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                .Select(header => header.Value),
        ];
}
