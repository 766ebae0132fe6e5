using System.Runtime.CompilerServices;
using Enterprise.Application.Sessions;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Authentication;

/// <summary>
/// Keeps the identity of a token that comes again: <see cref="AccessTokenReader"/> gives the same object for the same token. Slots of a
/// fixed number, without locks. A <see cref="ConditionalWeakTable{TKey,TValue}"/> would do the same, and was measured to
/// make every collection of the youngest generation ten times as long.
/// </summary>
internal sealed class CallerIdentities(IOptions<JwtOptions> options)
{
    private const int Ways = 4;

    // Twice as many as tokens are remembered, because those do not spread evenly.
    private readonly CallerIdentity?[] slots = new CallerIdentity?[
        2 * Ways * ((options.Value.CachedTokens + Ways - 1) / Ways)
    ];

    public CallerIdentity Of(AccessToken token)
    {
        if (slots.Length == 0)
            return new CallerIdentity(token);
        var number = (uint)RuntimeHelpers.GetHashCode(token);
        var set = slots.AsSpan((int)(number % (uint)(slots.Length / Ways)) * Ways, Ways);
        foreach (ref var slot in set)
            if (Volatile.Read(ref slot) is { } found && ReferenceEquals(found.Token, token))
                return found;
        var fresh = new CallerIdentity(token);
        Volatile.Write(ref set[FreeOr(set, (int)(number >> 16) % Ways)], fresh);
        return fresh;
    }

    private static int FreeOr(Span<CallerIdentity?> set, int otherwise)
    {
        for (var way = 0; way < set.Length; way++)
            if (Volatile.Read(ref set[way]) is null)
                return way;
        return otherwise;
    }
}
