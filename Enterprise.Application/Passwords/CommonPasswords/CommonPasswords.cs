namespace Enterprise.Application.Passwords;

/// <summary>Tells passwords that an attacker tries first: those on a list, and those a short rule makes from one.</summary>
/// <remarks>
/// <para>
/// NIST SP 800-63B-4 section 3.1.1.2 asks for a blocklist of commonly used, expected and compromised passwords, compared
/// with the entire password; OWASP ASVS 5.0 asks in 6.2.4 for the 3,000 most common that the policy would allow. Its
/// 6.2.12 (breached passwords) is met in part only: the list is a sample of breaches. So a password is never refused for
/// a word inside it: what counts is how few guesses the whole takes (<see cref="PasswordGuesses"/>).
/// </para>
/// <para>
/// The list holds more than 11,000 leaked passwords of 12 characters or more (no package ranks that many, so most are known
/// to be leaked, not how often), words and names of that length, and about 55,000 shorter, mostly ranked, roots. Sources and licences: eng/common-passwords/NOTICE.txt. Names of the product, the user's own name and
/// address are not its business. An instance is immutable and safe for any number of threads.
/// </para>
/// </remarks>
public sealed class CommonPasswords
{
    private static readonly Lazy<CommonPasswords> Loaded = new(static () => new(CommonPasswordList.Load()));

    private readonly CommonPasswordList list;

    internal CommonPasswords(CommonPasswordList list) => this.list = list;

    /// <summary>The list that ships with the program, read at first use (a few milliseconds, about 0.55 MB resident).</summary>
    public static CommonPasswords Default => Loaded.Value;

    /// <summary>Leaked passwords of 12 code points or more on the list.</summary>
    public int PasswordCount => list.Passwords;

    /// <summary>Dictionary words and names of 12 code points or more on the list.</summary>
    public int WordCount => list.Words;

    /// <summary>Shorter passwords, words and names (4 to 11 code points) that decorated passwords are traced back to.</summary>
    public int RootCount => list.Roots;

    /// <summary>Whether the password is on the list or follows from it in fewer than 2^30 guesses.</summary>
    /// <param name="password">
    /// At most 128 code points (256 UTF-16 units), the longest the password rules allow; longer text is for the length rule to
    /// refuse and answers <c>false</c>. Text of up to three characters always answers <c>true</c>. Case, accents and
    /// Unicode compatibility forms make no difference; ill-formed Unicode is compared as it is.
    /// </param>
    /// <remarks>
    /// Allocates nothing for ASCII; for other text the runtime's normaliser takes about 100 bytes, whatever the length. The
    /// work grows with the square of the length at most: under 160,000 steps for the longest text.
    /// </remarks>
    public bool Contains(ReadOnlySpan<char> password) => Contains(password, out _);

    internal bool Contains(ReadOnlySpan<char> password, out int steps)
    {
        steps = 0;
        if (password.Length > PasswordFold.MaxUnits)
            return false;

        Span<char> buffer = stackalloc char[2 * PasswordFold.MaxUnits];
        ReadOnlySpan<char> folded = buffer[..PasswordFold.Fold(password, buffer)];
        var compact = buffer[PasswordFold.MaxUnits..];
        compact = compact[..PasswordFold.Compact(folded, compact)];
        return list.HasEntire(PasswordHash.Of(folded))
            || list.HasEntire(PasswordHash.Of(compact))
            || PasswordGuesses.Bits(folded, list, out steps) < PasswordGuesses.TooFew;
    }
}
