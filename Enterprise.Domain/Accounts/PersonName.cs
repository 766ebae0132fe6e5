using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Enterprise.Domain.Accounts;

/// <summary>
/// What a person is called: 1 to 64 characters (code points) after trimming, in NFC, without control characters, unassigned or
/// private code points, lone surrogates, line separators or bidirectional overrides, which could forge what a list shows, and
/// with something to see in it.
/// </summary>
public sealed record PersonName
{
    public const int MaxLength = 64;

    private PersonName(string value) => Value = value;

    public string Value { get; }

    /// <summary>Reads a name as typed; <c>false</c> where it breaks a rule.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out PersonName? name)
    {
        name = null;
        // Judged before and after normalisation: it throws on lone surrogates and some code points grow to three.
        if (text is null || text.Length > MaxLength * 16 || !AllRunes(text, IsAllowed))
            return false;
        var normal = text.Trim().Normalize(NormalizationForm.FormC);
        if (normal.EnumerateRunes().Count() > MaxLength || !normal.EnumerateRunes().Any(IsVisible))
            return false;
        name = new PersonName(normal);
        return true;
    }

    public override string ToString() => Value;

    private static bool AllRunes(ReadOnlySpan<char> text, Func<Rune, bool> allowed)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var consumed) != System.Buffers.OperationStatus.Done)
                return false;
            if (!allowed(rune))
                return false;
            text = text[consumed..];
        }
        return true;
    }

    private static bool IsAllowed(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
            )
        && !IsBidirectionalControl(rune.Value);

    /// <summary>Whether something is seen of it when it stands alone: joiners, marks, spaces and fillers are not.</summary>
    private static bool IsVisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Format
                or UnicodeCategory.SpaceSeparator
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.EnclosingMark
            )
        // The Hangul fillers and the Braille pattern without dots, which are blank letters.
        && rune.Value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800);

    // U+202A to U+202E and U+2066 to U+2069 (Unicode Standard Annex 9).
    private static bool IsBidirectionalControl(int value) =>
        value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
