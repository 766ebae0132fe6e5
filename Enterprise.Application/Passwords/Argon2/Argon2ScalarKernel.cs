using System.Numerics;
using System.Runtime.CompilerServices;

namespace Enterprise.Application.Passwords;

/// <summary>G without vectors: for processors that have none, and the plainest statement of what the others do.</summary>
internal readonly unsafe struct Argon2ScalarKernel : IArgon2Kernel
{
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static ulong* Compress(
        ulong* previous,
        ulong* reference,
        ulong* target,
        bool accumulate,
        in Argon2References next,
        uint nextIndex,
        ulong* scratch
    )
    {
        for (int word = 0; word < Argon2Block.Words; word++)
            scratch[word] = previous[word] ^ reference[word];

        for (int row = 0; row < 8; row++)
            Round(scratch + ((row >> 1) * 32) + ((row & 1) * 4), 8, 2);

        for (int column = 0; column < 8; column++)
            Round(scratch + ((column >> 1) * 8) + ((column & 1) * 2), 32, 4);

        for (int word = 0; word < Argon2Block.Words; word++)
        {
            ulong result = scratch[word] ^ previous[word] ^ reference[word];
            target[word] = accumulate ? result ^ target[word] : result;
        }

        return next.Next(target[0], nextIndex);
    }

    /// <summary>P of RFC 9106 section 3.6 on 16 words: word 4x + 2y + z lies at x * quad + y * pair + z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ulong* v, int quad, int pair)
    {
        int b = quad;
        int c = 2 * quad;
        int d = 3 * quad;
        Mix(v, 0, b, c, d);
        Mix(v, 1, b + 1, c + 1, d + 1);
        Mix(v, pair, b + pair, c + pair, d + pair);
        Mix(v, pair + 1, b + pair + 1, c + pair + 1, d + pair + 1);

        Mix(v, 0, b + 1, c + pair, d + pair + 1);
        Mix(v, 1, b + pair, c + pair + 1, d);
        Mix(v, pair, b + pair + 1, c, d + 1);
        Mix(v, pair + 1, b, c + 1, d + pair);
    }

    /// <summary>GB of RFC 9106 section 3.6.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(ulong* v, int ia, int ib, int ic, int id)
    {
        ulong a = v[ia];
        ulong b = v[ib];
        ulong c = v[ic];
        ulong d = v[id];
        a = Add(a, b);
        d = BitOperations.RotateRight(d ^ a, 32);
        c = Add(c, d);
        b = BitOperations.RotateRight(b ^ c, 24);
        a = Add(a, b);
        d = BitOperations.RotateRight(d ^ a, 16);
        c = Add(c, d);
        b = BitOperations.RotateRight(b ^ c, 63);
        v[ia] = a;
        v[ib] = b;
        v[ic] = c;
        v[id] = d;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Add(ulong x, ulong y) => x + y + (2 * (ulong)(uint)x * (uint)y);
}
