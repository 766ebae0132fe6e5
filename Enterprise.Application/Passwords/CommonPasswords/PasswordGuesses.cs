namespace Enterprise.Application.Passwords;

/// <summary>
/// How many guesses an attacker needs who knows the list and its usual decorations, as the cheapest way to spell the whole
/// password out of listed words, runs, years, copies of an earlier part, and single characters.
/// </summary>
/// <remarks>
/// A coarse estimate in whole bits, rounded down: it exists to catch "Summer2024!!!!" and "passwordpassword", not to grade
/// passwords. Work is bounded by the square of the length (copies, runs) and by length x 20 look-ups for each spelling.
/// </remarks>
internal static class PasswordGuesses
{
    /// <summary>Bits. At 2^30 guesses, throttled and locked sign-in is out of reach and Argon2id makes offline search dear.</summary>
    internal const int TooFew = 30;

    // Three listed words of the top tier reach the limit: a passphrase of unrelated words is never refused for being words.
    private static ReadOnlySpan<byte> TierCosts => [10, 13, 16];

    private const int EntireCost = 14; // 13,000 passwords and words of 12 characters or more
    private const int YearCost = 7;

    // What is repeated, and how often, has to be guessed as well: "passwordpassword" is cheap because its word is.
    private const int CopyCost = 14;
    private const int AgainCost = 1; // "!!": too short for a copy
    private const int ReversedCost = 1;
    private const int MinRoot = 4;
    private const int MinEntire = 12;
    private const int MaxRoot = 20;
    private const int MinRun = 3;
    private const int Stride = MaxRoot + 1;

    internal static int Bits(ReadOnlySpan<char> text, CommonPasswordList list, out int steps)
    {
        steps = 0;
        // Cost of the listed word of each length at each position; 0 for none.
        Span<byte> roots = stackalloc byte[PasswordFold.MaxUnits * Stride];
        roots = roots[..(text.Length * Stride)];
        roots.Clear();
        FindRoots(text, list, roots, ref steps);

        Span<int> copies = stackalloc int[PasswordFold.MaxUnits];
        copies = copies[..text.Length];
        FindCopies(text, copies, ref steps);

        Span<int> best = stackalloc int[PasswordFold.MaxUnits + 1];
        best = best[..(text.Length + 1)];
        best.Fill(int.MaxValue);
        best[0] = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var from = best[at..];
            Offer(from, 1, at > 0 && text[at] == text[at - 1] ? AgainCost : CharacterCost(text[at]), ref steps);
            OfferRoots(from, roots.Slice(at * Stride, Stride), ref steps);
            OfferUpTo(from, copies[at], CopyCost, ref steps);
            OfferUpTo(from, PasswordRuns.Sequence(text[at..]), PasswordRuns.Cost, ref steps);
            OfferWalk(from, text[at..], ref steps);
            if (IsYear(text[at..]))
                Offer(from, 4, YearCost, ref steps);
        }

        return best[^1];
    }

    private static void FindRoots(ReadOnlySpan<char> text, CommonPasswordList list, Span<byte> roots, ref int steps)
    {
        Mark(text, list, roots, extra: 0, ref steps);
        Span<char> spelled = stackalloc char[PasswordFold.MaxUnits];
        spelled = spelled[..text.Length];
        // "1" stands for i or l and the text does not say which, so both readings are tried.
        foreach (var one in "il")
        {
            if (Leet.Undo(text, one, spelled))
                Mark(spelled, list, roots, Leet.Cost, ref steps);
        }

        text.CopyTo(spelled);
        spelled.Reverse();
        MarkReversed(spelled, list, roots, ref steps);
    }

    private static void Mark(
        ReadOnlySpan<char> text,
        CommonPasswordList list,
        Span<byte> roots,
        int extra,
        ref int steps
    )
    {
        for (var at = 0; at < text.Length; at++)
        {
            var hash = PasswordHash.Start;
            var longest = Math.Min(MaxRoot, text.Length - at);
            for (var length = 1; length <= longest; length++)
            {
                hash = PasswordHash.Step(hash, text[at + length - 1]);
                Note(ref roots[(at * Stride) + length], WordCost(hash, length, list), extra);
                steps++;
            }
        }
    }

    private static void MarkReversed(
        ReadOnlySpan<char> reversed,
        CommonPasswordList list,
        Span<byte> roots,
        ref int steps
    )
    {
        for (var at = 0; at < reversed.Length; at++)
        {
            var hash = PasswordHash.Start;
            var longest = Math.Min(MaxRoot, reversed.Length - at);
            for (var length = 1; length <= longest; length++)
            {
                hash = PasswordHash.Step(hash, reversed[at + length - 1]);
                var start = reversed.Length - at - length;
                Note(ref roots[(start * Stride) + length], WordCost(hash, length, list), ReversedCost);
                steps++;
            }
        }
    }

    private static int WordCost(ulong hash, int length, CommonPasswordList list)
    {
        if (length < MinRoot)
            return 0;

        hash = PasswordHash.Finish(hash);
        if (length >= MinEntire)
            return list.HasEntire(hash) ? EntireCost : 0;

        var tier = list.TierOf(hash);
        return tier < 0 ? 0 : TierCosts[tier];
    }

    private static void Note(ref byte known, int cost, int extra)
    {
        if (cost > 0 && (known == 0 || cost + extra < known))
            known = (byte)(cost + extra);
    }

    // For each position, how much of what follows stands somewhere before it; overlaps count, so "aaaa" is a copied "a".
    private static void FindCopies(ReadOnlySpan<char> text, Span<int> copies, ref int steps)
    {
        copies.Clear();
        for (var distance = 1; distance < text.Length; distance++)
        {
            var length = 0;
            for (var at = text.Length - 1; at >= distance; at--)
            {
                length = text[at] == text[at - distance] ? length + 1 : 0;
                copies[at] = Math.Max(copies[at], length);
                steps++;
            }
        }
    }

    private static void OfferRoots(Span<int> from, ReadOnlySpan<byte> roots, ref int steps)
    {
        for (var length = MinRoot; length < Stride && length < from.Length; length++)
        {
            if (roots[length] > 0)
                Offer(from, length, roots[length], ref steps);
        }
    }

    private static void OfferWalk(Span<int> from, ReadOnlySpan<char> text, ref int steps)
    {
        var walk = new PasswordRuns.Walk(text);
        while (walk.Next())
        {
            if (walk.Length >= MinRun)
                Offer(from, walk.Length, walk.Cost, ref steps);
        }
    }

    private static void OfferUpTo(Span<int> from, int longest, int cost, ref int steps)
    {
        for (var length = MinRun; length <= longest; length++)
            Offer(from, length, cost, ref steps);
    }

    private static void Offer(Span<int> from, int length, int cost, ref int steps)
    {
        from[length] = Math.Min(from[length], from[0] + cost);
        steps++;
    }

    private static bool IsYear(ReadOnlySpan<char> text) =>
        text.Length >= 4
        && char.IsAsciiDigit(text[2])
        && char.IsAsciiDigit(text[3])
        && (
            text.StartsWith("19", StringComparison.Ordinal)
            || (text.StartsWith("20", StringComparison.Ordinal) && text[2] < '5')
        );

    private static int CharacterCost(char unit) =>
        unit switch
        {
            >= '0' and <= '9' => 3,
            >= 'a' and <= 'z' => 4,
            >= '\u2e80' when !char.IsSurrogate(unit) => 8, // ideographs: thousands in daily use
            _ => 5,
        };
}
