using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Enterprise.Api.Http;

/// <summary>
/// Percent-decoding of a query (RFC 3986 section 2.1, with <c>+</c> for a space as forms have it) that gives up where the framework
/// guesses: at <c>%zz</c>, at what is not UTF-8, and at U+0000, which no database text can hold.
/// </summary>
internal static class QueryText
{
    /// <summary>What a client is told.</summary>
    public const string Fault = "This is no percent-encoded text in UTF-8 without U+0000.";

    private const int MaxRepeated = 64;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool TryDecode(ReadOnlySpan<char> encoded, [NotNullWhen(true)] out string? text)
    {
        text = null;
        var bytes = new byte[encoded.Length];
        var length = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            int next = encoded[i] == '+' ? ' ' : encoded[i];
            if (next == '%')
            {
                next = i + 2 < encoded.Length ? Byte(encoded[i + 1], encoded[i + 2]) : -1;
                i += 2;
            }
            if (next is <= 0 or > byte.MaxValue)
                return false;
            bytes[length++] = (byte)next;
        }
        try
        {
            text = Utf8.GetString(bytes.AsSpan(0, length));
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>The name of a parameter that nobody knows is told back where it is short and plain.</summary>
    public static bool IsWorthRepeating(string name) =>
        name.Length is > 0 and <= MaxRepeated && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');

    private static int Byte(char high, char low) =>
        char.IsAsciiHexDigit(high) && char.IsAsciiHexDigit(low) ? (Convert.FromHexString([high, low])[0]) : -1;
}
