using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Enterprise.Domain.Accounts;

/// <summary>
/// One mail address in canonical form: trimmed, ASCII, lower-case, at most 254 characters (RFC 5321 section 4.5.3.1.3 less
/// the angle brackets). The local part is a dot-atom of at most 64 (RFC 5322 section 3.2.3); the domain has at least two
/// labels of letters, digits and inner hyphens, at most 63 each (RFC 1035 section 2.3.1). Internationalised domains are
/// given as A-labels (<c>xn--</c>, RFC 5890). ASCII only, so that no look-alike or other composition of an address can
/// stand for a second account.
/// </summary>
public sealed record EmailAddress
{
    public const int MaxLength = 254;
    public const int MaxLocalLength = 64;
    private const int MaxLabelLength = 63;

    private static readonly SearchValues<char> LocalCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~."
    );

    private static readonly SearchValues<char> LabelCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyz0123456789-"
    );

    private EmailAddress(string value) => Value = value;

    /// <summary>The canonical address, as stored and as mailed to.</summary>
    public string Value { get; }

    /// <summary>The part before the <c>@</c>.</summary>
    public string LocalPart => Value[..Value.LastIndexOf('@')];

    /// <summary>Reads an address as typed by a person; <c>false</c> where it is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out EmailAddress? address)
    {
        address = null;
        var trimmed = text.AsSpan().Trim();
        // Before lowering: U+212A, the Kelvin sign, would become a plain k.
        if (trimmed.Length > MaxLength || !Ascii.IsValid(trimmed))
            return false;
        var canonical = trimmed.ToString().ToLowerInvariant();
        var at = canonical.LastIndexOf('@');
        if (at < 0 || !IsDotAtom(canonical.AsSpan(0, at)) || !IsDomain(canonical.AsSpan(at + 1)))
            return false;
        address = new EmailAddress(canonical);
        return true;
    }

    public override string ToString() => Value;

    private static bool IsDotAtom(ReadOnlySpan<char> local) =>
        local.Length is > 0 and <= MaxLocalLength
        && !local.ContainsAnyExcept(LocalCharacters)
        && local[0] != '.'
        && local[^1] != '.'
        && local.IndexOf("..", StringComparison.Ordinal) < 0;

    private static bool IsDomain(ReadOnlySpan<char> domain)
    {
        var labels = 0;
        var lastIsNumeric = false;
        foreach (var range in domain.Split('.'))
        {
            var label = domain[range];
            if (!IsLabel(label))
                return false;
            labels++;
            lastIsNumeric = !label.ContainsAnyExceptInRange('0', '9');
        }
        // An all-numeric last label is an IPv4 address in disguise (RFC 3696 section 2).
        return labels >= 2 && !lastIsNumeric;
    }

    private static bool IsLabel(ReadOnlySpan<char> label) =>
        label.Length is > 0 and <= MaxLabelLength
        && !label.ContainsAnyExcept(LabelCharacters)
        && label[0] != '-'
        && label[^1] != '-';
}
