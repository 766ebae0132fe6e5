using System.Buffers;
using System.Globalization;
using System.Text;

namespace Enterprise.Api.Logging;

/// <summary>Text that a terminal shows as it is: without controls, line breaks, marks that turn the direction of writing, or halves of characters.</summary>
internal static class PlainText
{
    private static readonly SearchValues<char> Harmless = SearchValues.Create([
        .. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code),
    ]);

    /// <summary>One line of text: what breaks or moves it is a space, what else is not plain is U+FFFD.</summary>
    public static string Of(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAnyExcept(Harmless))
            return text.ToString();
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            plain.Append(Replace(rune).ToString());
        return plain.ToString();
    }

    private static Rune Replace(Rune rune) =>
        Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => new Rune(' '),
            UnicodeCategory.Control when Rune.IsWhiteSpace(rune) => new Rune(' '),
            UnicodeCategory.Control or UnicodeCategory.Format => Rune.ReplacementChar,
            _ => rune,
        };
}
