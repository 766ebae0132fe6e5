using Enterprise.Domain.Accounts;
using Enterprise.Domain.Common;

namespace Enterprise.Application.Passwords;

/// <summary>
/// What a new password has to be: long rather than mixed (NIST SP 800-63B, "Password Verifiers": no composition rules, a
/// blocklist, all of Unicode), not common, and not what its owner is called.
/// </summary>
public sealed class PasswordRules(CommonPasswords common)
{
    public const int MinLength = 12;
    public const int MaxLength = 128;
    private const int MaxBytes = 512;

    /// <summary>What must be left of a password when its owner's names are taken out.</summary>
    private const int LeastOwn = 8;
    private const int ShortestName = 3;

    /// <summary>The first rule that is broken, as a code and a sentence; <c>null</c> where none is.</summary>
    public FieldError? Judge(Secret? secret, string? email, string? name)
    {
        var text = secret?.Reveal();
        if (string.IsNullOrEmpty(text))
            return Broken("required", "A password is needed.");
        if (!PasswordText.TryNormalize(text, out var password))
            return text.Length > MaxBytes
                ? TooLong()
                : Broken("invalid_characters", "A password cannot hold control characters or unassigned code points.");
        var length = PasswordText.Count(password);
        if (length < MinLength)
            return Broken("too_short", $"A password has at least {MinLength} characters.");
        if (length > MaxLength || System.Text.Encoding.UTF8.GetByteCount(password) > MaxBytes)
            return TooLong();
        if (common.Contains(password))
            return Broken("common_password", "This password is too common or too easy to guess.");
        return IsMadeOfNames(password, email, name)
            ? Broken("personal_password", "A password must not be made of one's own e-mail address or name.")
            : null;
    }

    private static FieldError TooLong() => Broken("too_long", $"A password has at most {MaxLength} characters.");

    private static FieldError Broken(string code, string message) => new("password", code, message);

    private static bool IsMadeOfNames(string password, string? email, string? name)
    {
        var rest = password.ToLowerInvariant();
        var before = rest.Length;
        foreach (var word in Names(email, name))
            rest = rest.Replace(word, "", StringComparison.Ordinal);
        return rest.Length < before && rest.Count(char.IsLetterOrDigit) < LeastOwn;
    }

    /// <summary>The owner's address, its local part, and the name, whole and by word; longest first, so that a part does not break the whole.</summary>
    private static IEnumerable<string> Names(string? email, string? name)
    {
        List<string> words = [];
        if (EmailAddress.TryParse(email, out var address))
            words.AddRange([address.Value, address.LocalPart, .. address.LocalPart.Split('.', '-', '_', '+')]);
        if (PersonName.TryParse(name, out var person))
            words.AddRange([person.Value.ToLowerInvariant(), .. person.Value.ToLowerInvariant().Split(' ')]);
        return words.Where(word => word.Length >= ShortestName).Distinct().OrderByDescending(word => word.Length);
    }
}
