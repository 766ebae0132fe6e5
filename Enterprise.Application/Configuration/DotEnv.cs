namespace Enterprise.Application.Configuration;

/// <summary>
/// Reads a <c>.env</c> file: one <c>NAME=value</c> a line, <c>#</c> starts a comment line, a value may stand in quotes. Nothing
/// is expanded, so that a secret may hold any character.
/// </summary>
internal static class DotEnv
{
    /// <summary>The variables of the file; none where there is no file.</summary>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        Dictionary<string, string> variables = new(StringComparer.OrdinalIgnoreCase);
        if (!File.Exists(path))
            return variables;
        foreach (var line in File.ReadLines(path))
        {
            var text = line.Trim();
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && text[0] != '#')
                variables[Name(text[..equals])] = Unquote(text[(equals + 1)..].Trim());
        }
        return variables;
    }

    private static string Name(string text) =>
        text.StartsWith("export ", StringComparison.Ordinal) ? text["export ".Length..].Trim() : text.Trim();

    private static string Unquote(string value) =>
        value.Length >= 2 && value[0] is '"' or '\'' && value[^1] == value[0] ? value[1..^1] : value;
}
