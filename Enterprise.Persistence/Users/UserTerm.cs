using System.Text;

namespace Enterprise.Persistence.Users;

/// <summary>In which form a term is looked for.</summary>
internal enum TermForm
{
    None,

    /// <summary>As it is: its trigrams are in an index.</summary>
    Plain,

    /// <summary>One or two letters or digits, which have no trigrams.</summary>
    Short,
}

/// <summary>
/// A term of a search as the parameter of a condition. A short one is looked for in a text with a separator around every character:
/// there even one letter is a trigram with its separators, and has a place in an index. What is short and is punctuation has none in
/// either; for that all people are looked at.
/// </summary>
internal static class UserTerm
{
    private const int CharactersOfATrigram = 3;
    private const char Separator = 'x';

    public static TermForm FormOf(string? text) =>
        text switch
        {
            null => TermForm.None,
            _ when IsShort(text) => TermForm.Short,
            _ => TermForm.Plain,
        };

    /// <summary>What is true of those whose address or name has the term in it. The first expression is that of the index.</summary>
    public static string Condition(TermForm form, string parameter)
    {
        var searched = form == TermForm.Short ? @"('x' || regexp_replace(u.search, '(.)', '\1x', 'g'))" : "u.search";
        return $"""{searched} LIKE '%' || {Small(parameter)} || '%' ESCAPE '\'""";
    }

    /// <summary>As the column is written. The one letter whose small form depends on where it stands is written as in the middle.</summary>
    private static string Small(string parameter) => $"""translate(lower({parameter} COLLATE "und-x-icu"), 'ς', 'σ')""";

    public static string Write(string text) => IsShort(text) ? Separate(text) : Escape(text);

    private static bool IsShort(string text)
    {
        var count = 0;
        foreach (var character in text.EnumerateRunes())
            if (++count >= CharactersOfATrigram || !Rune.IsLetterOrDigit(character))
                return false;
        return true;
    }

    private static string Separate(string text)
    {
        var separated = new StringBuilder().Append(Separator);
        foreach (var character in text.EnumerateRunes())
            separated.Append(character).Append(Separator);
        return separated.ToString();
    }

    /// <summary>What LIKE takes for wildcards stands for itself.</summary>
    private static string Escape(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal);
}
