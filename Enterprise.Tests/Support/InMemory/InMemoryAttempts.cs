using System.Runtime.InteropServices;
using Enterprise.Application.Sessions;

namespace Enterprise.Tests.Support.InMemory;

/// <summary>Failures of logins, by fingerprint. For callers that hold the world's gate.</summary>
internal sealed class InMemoryAttempts(World world)
{
    private readonly Dictionary<string, Counter> counters = new(StringComparer.Ordinal);

    /// <summary>Counts an attempt for its pair, and for strangers where it comes from one and its pair is not locked out.</summary>
    public (int Pair, int Strangers) Count(LoginKeys keys, LockoutOptions lockout)
    {
        var isKnown = counters.GetValueOrDefault(Key(keys.Account)).KnownUntil > world.Now;
        var pair = Count(keys.Account, lockout.MaxFailures, lockout.Duration);
        return isKnown || pair > lockout.MaxFailures
            ? (pair, 0)
            : (pair, Count(keys.Strangers, lockout.MaxFailuresOfStrangers, lockout.Duration));
    }

    public void Return(byte[] fingerprint)
    {
        if (counters.TryGetValue(Key(fingerprint), out var counter) && counter.Failures > 0)
            counters[Key(fingerprint)] = counter with { Failures = counter.Failures - 1 };
    }

    public void Succeed(ProvedAccount proved, LockoutOptions lockout)
    {
        counters[Key(proved.Keys.Account)] = new Counter(0, world.Now, world.Now + lockout.KnownFor);
        if (proved.Attempt.IsCountedAsStranger)
            Return(proved.Keys.Strangers);
    }

    /// <summary>A lock-out is not made longer by attempts during it.</summary>
    private int Count(byte[] fingerprint, int allowed, TimeSpan duration)
    {
        var now = world.Now;
        var counter = counters.GetValueOrDefault(Key(fingerprint));
        var isForgotten = counter.ForgottenAt <= now;
        var isLockedOut = !isForgotten && counter.Failures >= allowed;
        counters[Key(fingerprint)] = counter = counter with
        {
            Failures = isForgotten ? 1 : Math.Min(counter.Failures, allowed) + 1,
            ForgottenAt = isLockedOut ? counter.ForgottenAt : now + duration,
        };
        return counter.Failures;
    }

    private static string Key(byte[] fingerprint) => Convert.ToHexString(fingerprint);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Counter(int Failures, DateTimeOffset ForgottenAt, DateTimeOffset? KnownUntil);
}
