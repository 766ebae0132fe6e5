namespace Enterprise.Application.Sessions;

/// <summary>
/// Remembers tokens that were valid, in a fixed number of slots, so that memory is bounded whatever is sent. A token has four slots
/// to be in; where all are taken, the one that expires first gives way. Reading takes no lock and allocates nothing; two threads
/// that write to one slot lose one of the two, which is then validated once more.
/// </summary>
internal sealed class ValidatedTokens(int capacity)
{
    private const int Ways = 4;

    private readonly ValidatedToken?[] slots = new ValidatedToken?[capacity];
    private readonly int ways = Math.Min(Ways, capacity);

    public bool IsOff => capacity == 0;

    /// <summary>The token of this hash; <c>null</c> where it is not remembered. Whether it is still good is for the caller to ask.</summary>
    public ValidatedToken? Find(in TokenHash hash)
    {
        foreach (ref var slot in Set(hash))
            if (Volatile.Read(ref slot) is { } found && found.Hash == hash)
                return found;
        return null;
    }

    public void Add(ValidatedToken token)
    {
        var set = Set(token.Hash);
        Volatile.Write(ref set[Victim(set, token.Hash)], token);
    }

    private static int Victim(Span<ValidatedToken?> set, in TokenHash hash)
    {
        var victim = 0;
        var first = DateTimeOffset.MaxValue;
        for (var way = 0; way < set.Length; way++)
        {
            if (Volatile.Read(ref set[way]) is not { } taken || taken.Hash == hash)
                return way;
            if (taken.Token.ExpiresAt < first)
                (victim, first) = (way, taken.Token.ExpiresAt);
        }
        return victim;
    }

    /// <summary>Spread by the high half of a product, which needs no power of two.</summary>
    private Span<ValidatedToken?> Set(in TokenHash hash)
    {
        if (IsOff)
            return [];
        var set = (int)(((hash.A >> 32) * (ulong)(capacity / ways)) >> 32);
        return slots.AsSpan(set * ways, ways);
    }
}
