using Enterprise.Application.Passwords;
using Microsoft.Extensions.Logging.Abstractions;

namespace Enterprise.Tests.Support;

/// <summary>A password hasher with costs small enough for tests, that counts its Argon2 computations.</summary>
internal sealed class HashLab : IDisposable
{
    private readonly CountingClock returns = new();
    private readonly Argon2MemoryPool pool;

    public HashLab(PasswordOptions? options = null, TimeProvider? clock = null)
    {
        Options = options ?? Cheap();
        Metrics = new PasswordMetrics(Meters, clock ?? TimeProvider.System);
        var settings = Microsoft.Extensions.Options.Options.Create(Options);
        pool = new Argon2MemoryPool(64, 64 << 20, returns);
        Envelope = new PasswordEnvelope(settings);
        Governor = new PasswordHashGovernor(settings, clock ?? TimeProvider.System, Metrics);
        Hasher = new PasswordHasher(
            new Argon2(pool),
            Envelope,
            Governor,
            Metrics,
            settings,
            NullLogger<PasswordHasher>.Instance
        );
    }

    /// <summary>What hashing measured.</summary>
    public MeterLab Meters { get; } = new();
    public PasswordMetrics Metrics { get; }
    public PasswordOptions Options { get; }
    public PasswordEnvelope Envelope { get; }
    public PasswordHashGovernor Governor { get; }
    public PasswordHasher Hasher { get; }

    /// <summary>Argon2 computations so far: each gives its memory back to the pool once, and the pool then looks at its clock.</summary>
    public int Computations => returns.Looks;

    /// <summary>Far below what the validator of the options lets an operator set.</summary>
    public static PasswordOptions Cheap() =>
        new()
        {
            Pepper = "a pepper for tests that is one of several",
            MemoryKib = 64,
            Iterations = 1,
            ConcurrentHashes = 2,
            MaxWaitMilliseconds = 60_000,
        };

    public void Dispose()
    {
        Governor.Dispose();
        pool.Dispose();
        Meters.Dispose();
    }

    private sealed class CountingClock : TimeProvider
    {
        private int looks;

        public int Looks => Volatile.Read(ref looks);

        public override long GetTimestamp() => Interlocked.Increment(ref looks);
    }
}
