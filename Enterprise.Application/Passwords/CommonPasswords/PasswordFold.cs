using System.Text;

namespace Enterprise.Application.Passwords;

/// <summary>The form in which passwords are compared with the list; never the form that is hashed and stored.</summary>
internal static class PasswordFold
{
    /// <summary>UTF-16 units: 128 code points, the longest password allowed, take at most twice as many.</summary>
    internal const int MaxUnits = 256;

    private const int Scratch = 2 * MaxUnits;

    /// <summary>
    /// Compatibility decomposition, Latin accents dropped, lower case: full-width letters, ligatures and accents are
    /// decorations that guessing programs undo.
    /// </summary>
    /// <returns>Units written to <paramref name="folded"/>, which must hold <see cref="MaxUnits"/>.</returns>
    internal static int Fold(ReadOnlySpan<char> password, Span<char> folded)
    {
        if (Ascii.IsValid(password) || !IsWellFormed(password))
            return password.ToLowerInvariant(folded);

        Span<char> decomposed = stackalloc char[Scratch];
        // One code point can decompose into eighteen. Text that outgrows the buffer is no common password: compare it as it is.
        if (!password.TryNormalize(decomposed, out var length, NormalizationForm.FormKD))
            return password.ToLowerInvariant(folded);

        var kept = DropAccents(decomposed[..length]);
        return kept > MaxUnits
            ? password.ToLowerInvariant(folded)
            : ((ReadOnlySpan<char>)decomposed[..kept]).ToLowerInvariant(folded);
    }

    /// <summary>Letters and digits only, so that "correct-horse" meets "correcthorse" on the list.</summary>
    internal static int Compact(ReadOnlySpan<char> folded, Span<char> compact)
    {
        var length = 0;
        foreach (var unit in folded)
        {
            if (char.IsLetterOrDigit(unit) || char.IsSurrogate(unit))
                compact[length++] = unit;
        }

        return length;
    }

    private static int DropAccents(Span<char> text)
    {
        var kept = 0;
        foreach (var unit in text)
        {
            if (unit is < '\u0300' or > '\u036f')
                text[kept++] = unit;
        }

        return kept;
    }

    // Normalisation throws on lone surrogates and U+FFFE; a check must answer whatever it is given.
    private static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (
                Rune.DecodeFromUtf16(text, out var rune, out var used) != System.Buffers.OperationStatus.Done
                || rune.Value == 0xfffe
            )
            {
                return false;
            }

            text = text[used..];
        }

        return true;
    }
}
