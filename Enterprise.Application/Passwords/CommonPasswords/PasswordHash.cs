namespace Enterprise.Application.Passwords;

/// <summary>FNV-1a over UTF-16 units with a finisher; eng/common-passwords/build.mjs computes the same.</summary>
/// <remarks>
/// Not a cryptographic hash, and it need not be: whoever finds a collision has found a password that is refused. It is
/// FNV because a longer substring's hash follows from the shorter one's, so all substrings of a password cost one step each.
/// </remarks>
internal static class PasswordHash
{
    internal const ulong Start = 0xcbf29ce484222325;

    internal static ulong Step(ulong state, char unit) => (state ^ unit) * 0x100000001b3;

    // Binary search and truncation need well mixed high bits, which FNV does not have.
    internal static ulong Finish(ulong state)
    {
        state = (state ^ (state >> 32)) * 0xd6e8feb86659fd93;
        state = (state ^ (state >> 32)) * 0xd6e8feb86659fd93;
        return state ^ (state >> 32);
    }

    internal static ulong Of(ReadOnlySpan<char> text)
    {
        var state = Start;
        foreach (var unit in text)
            state = Step(state, unit);

        return Finish(state);
    }
}
