using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Enterprise.Application.Passwords;

/// <summary>
/// Passwords as compared: the OpaqueString profile of RFC 8265 section 4.2, which maps every space to U+0020, normalises to
/// NFC and refuses control characters and unassigned code points.
/// </summary>
public static class PasswordText
{
    /// <summary>A normal form is at most three times as long in NFC (Unicode Standard Annex 15); more is not worth the work.</summary>
    private const int MaxUnits = 1024;

    /// <summary>Gives the normal form; <c>false</c> where the text can be nobody's password.</summary>
    public static bool TryNormalize(string text, [NotNullWhen(true)] out string? normal)
    {
        normal = null;
        if (text.Length is 0 or > MaxUnits)
            return false;
        var mapped = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            // A lone surrogate has no UTF-8 and makes Normalize throw.
            if (Rune.DecodeFromUtf16(rest, out var rune, out var consumed) != System.Buffers.OperationStatus.Done)
                return false;
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Control or UnicodeCategory.OtherNotAssigned)
                return false;
            mapped.Append(category is UnicodeCategory.SpaceSeparator ? " " : rune.ToString());
            rest = rest[consumed..];
        }
        normal = mapped.ToString().Normalize(NormalizationForm.FormC);
        return true;
    }

    /// <summary>The number of code points, which is what the rules count as characters.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
            count++;
        return count;
    }
}
