using System.Text;

namespace Enterprise.Tests.Architecture.Expanding;

/// <summary>
/// Splits SQL into statements that are easy to look at: lower case, single blanks, no comments, no quotes around names, and in place of
/// every literal and of every body in dollars only <c>''</c>.
/// </summary>
internal static class SqlText
{
    /// <summary>The statements, without their semicolons.</summary>
    public static IReadOnlyList<string> Split(string sql) => Cut(Simplify(sql), ';');

    /// <summary>The parts between commas that stand in no parentheses.</summary>
    public static IReadOnlyList<string> Parts(string list) => Cut(list, ',');

    private static List<string> Cut(string text, char separator)
    {
        List<string> parts = [];
        var (depth, start) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && (text[i] != separator || depth > 0))
            {
                depth += text[i] switch
                {
                    '(' => 1,
                    ')' => -1,
                    _ => 0,
                };
                continue;
            }
            if (text[start..i].Trim() is { Length: > 0 } part)
                parts.Add(part);
            start = i + 1;
        }
        return parts;
    }

    private static string Simplify(string sql)
    {
        var simple = new StringBuilder();
        for (var i = 0; i < sql.Length; )
            i = sql[i] switch
            {
                '-' when At(sql, i + 1) == '-' => Blank(simple, End(sql, "\n", i)),
                '/' when At(sql, i + 1) == '*' => Blank(simple, AfterComment(sql, i)),
                '\'' => Literal(simple, AfterLiteral(sql, i)),
                '"' => Name(simple, sql, i),
                '$' when Tag(sql, i) is { } tag => Literal(simple, End(sql, tag, i + tag.Length)),
                var c => Other(simple, c, i),
            };
        return simple.ToString();
    }

    private static char At(string text, int index) => index < text.Length ? text[index] : '\0';

    private static int Other(StringBuilder simple, char c, int at)
    {
        if (char.IsWhiteSpace(c))
            return Blank(simple, at + 1);
        simple.Append(char.ToLowerInvariant(c));
        return at + 1;
    }

    private static int Blank(StringBuilder simple, int next)
    {
        if (simple.Length > 0 && simple[^1] != ' ')
            simple.Append(' ');
        return next;
    }

    private static int Literal(StringBuilder simple, int next)
    {
        simple.Append("''");
        return next;
    }

    private static int Name(StringBuilder simple, string sql, int at)
    {
        var next = End(sql, "\"", at + 1);
        simple.Append(sql[at..next].Trim('"').ToLowerInvariant());
        return next;
    }

    /// <summary>The place behind the next one of these; the end, where there is none.</summary>
    private static int End(string sql, string mark, int from) =>
        sql.IndexOf(mark, from, StringComparison.Ordinal) is var found and >= 0 ? found + mark.Length : sql.Length;

    private static int AfterComment(string sql, int at)
    {
        var depth = 0;
        while (at < sql.Length)
        {
            var step =
                string.CompareOrdinal(sql, at, "/*", 0, 2) == 0 ? 1
                : string.CompareOrdinal(sql, at, "*/", 0, 2) == 0 ? -1
                : 0;
            depth += step;
            at += step == 0 ? 1 : 2;
            if (step < 0 && depth == 0)
                break;
        }
        return at;
    }

    /// <summary>A doubled quote goes on; so does one behind a backslash where the literal begins with E.</summary>
    private static int AfterLiteral(string sql, int at)
    {
        var hasEscapes = at > 0 && sql[at - 1] is 'e' or 'E' && !(at > 1 && char.IsLetterOrDigit(sql[at - 2]));
        for (var i = at + 1; i < sql.Length; i++)
            if (hasEscapes && sql[i] == '\\')
                i++;
            else if (sql[i] == '\'' && At(sql, i + 1) == '\'')
                i++;
            else if (sql[i] == '\'')
                return i + 1;
        return sql.Length;
    }

    /// <summary><c>$$</c> or <c>$name$</c>; <c>$1</c> is a parameter.</summary>
    private static string? Tag(string sql, int at)
    {
        var end = at + 1;
        while (char.IsAsciiLetterOrDigit(At(sql, end)) || At(sql, end) == '_')
            end++;
        return At(sql, end) == '$' && !char.IsAsciiDigit(At(sql, at + 1)) ? sql[at..(end + 1)] : null;
    }
}
