namespace Enterprise.Application.Passwords;

/// <summary>Digits and signs that stand for letters, as in "p@ssw0rd".</summary>
internal static class Leet
{
    /// <summary>Bits: guessing programs try these spellings as a matter of course.</summary>
    internal const int Cost = 1;

    /// <summary>Writes the text with letters in place of their stand-ins; false when it has none. <paramref name="one"/> is what "1", "!" and "|" stand for: i or l.</summary>
    internal static bool Undo(ReadOnlySpan<char> text, char one, Span<char> spelled)
    {
        var changed = false;
        for (var i = 0; i < text.Length; i++)
        {
            spelled[i] = Letter(text[i], one);
            changed |= spelled[i] != text[i];
        }

        return changed;
    }

    private static char Letter(char unit, char one) =>
        unit switch
        {
            '0' => 'o',
            '1' or '!' or '|' => one,
            '2' => 'z',
            '3' or '\u20ac' => 'e',
            '4' or '@' => 'a',
            '5' or '$' => 's',
            '6' or '9' => 'g',
            '7' or '+' => 't',
            '8' => 'b',
            '(' => 'c',
            _ => unit,
        };
}
