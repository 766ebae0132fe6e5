using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Enterprise.Domain.Roles;

/// <summary>
/// What a role is called: 1 to 64 of <c>a-z 0-9 _ -</c>, the first a letter. Small letters only, so that a role has one name and a
/// path needs no escapes.
/// </summary>
public sealed partial record RoleName
{
    public const int MaxLength = 64;

    /// <summary>As a regular expression of JSON Schema.</summary>
    public const string Pattern = "^[a-z][a-z0-9_-]{0,63}$";

    private RoleName(string value) => Value = value;

    public string Value { get; }

    /// <summary>Reads a name as sent; <c>false</c> where it breaks a rule.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out RoleName? name)
    {
        // The whole of it: the end of a pattern also matches before a last line break.
        name =
            text is { Length: >= 1 and <= MaxLength } && Shape().Match(text).Length == text.Length
                ? new RoleName(text)
                : null;
        return name is not null;
    }

    public override string ToString() => Value;

    [GeneratedRegex(Pattern, RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();
}
