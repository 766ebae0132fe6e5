namespace Enterprise.Application.Passwords;

/// <summary>
/// Keeps a few pieces of native memory between hashes, wiped, so that not every hash pays for fresh pages. Safe to use from many threads.
/// </summary>
/// <remarks>It bounds what is kept, not what is in use: as many pieces are handed out as there are hashes running.</remarks>
public sealed class Argon2MemoryPool : IDisposable
{
    internal const nuint Alignment = 64;

    private readonly Lock gate = new();
    private readonly List<Argon2Memory> idle;
    private readonly int maxIdle;
    private readonly long maxIdleBytes;
    private readonly TimeProvider clock;
    private long idleBytes;
    private bool disposed;

    /// <summary>Makes an empty pool.</summary>
    /// <param name="maxIdle">The most pieces kept, 0 or more; as many as hashes run at a time is a good number.</param>
    /// <param name="maxIdleBytes">The most bytes kept, 0 or more.</param>
    /// <param name="clock">The clock for <see cref="Trim"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound is negative.</exception>
    public Argon2MemoryPool(int maxIdle, long maxIdleBytes, TimeProvider clock)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxIdle);
        ArgumentOutOfRangeException.ThrowIfNegative(maxIdleBytes);
        ArgumentNullException.ThrowIfNull(clock);
        this.maxIdle = maxIdle;
        this.maxIdleBytes = maxIdleBytes;
        this.clock = clock;
        idle = new List<Argon2Memory>(maxIdle);
    }

    /// <summary>How many pieces are kept at this moment.</summary>
    public int IdleCount
    {
        get
        {
            lock (gate)
            {
                return idle.Count;
            }
        }
    }

    /// <summary>How many bytes are kept at this moment.</summary>
    public long IdleBytes
    {
        get
        {
            lock (gate)
            {
                return idleBytes;
            }
        }
    }

    /// <summary>Gives to the system what has lain unused for at least <paramref name="unused"/>; zero gives everything.</summary>
    /// <returns>How many bytes were given back.</returns>
    public long Trim(TimeSpan unused)
    {
        long before;
        lock (gate)
        {
            before = idleBytes;
            long now = clock.GetTimestamp();
            for (int i = idle.Count - 1; i >= 0; i--)
            {
                if (clock.GetElapsedTime(idle[i].IdleSince, now) >= unused)
                    Take(i).Dispose();
            }

            return before - idleBytes;
        }
    }

    /// <summary>Gives everything that is idle to the system; what is in use follows when it comes back.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
        }

        Trim(TimeSpan.Zero);
    }

    internal Argon2Memory Rent(nuint bytes)
    {
        Argon2Memory memory = TakeFitting(bytes) ?? new Argon2Memory(bytes);
        memory.Used = bytes;
        return memory;
    }

    internal void Return(Argon2Memory memory)
    {
        memory.Wipe();
        lock (gate)
        {
            long capacity = (long)memory.Capacity;
            if (!disposed && idle.Count < maxIdle && capacity <= maxIdleBytes - idleBytes)
            {
                memory.IdleSince = clock.GetTimestamp();
                idle.Add(memory);
                idleBytes += capacity;
                return;
            }
        }

        memory.Dispose();
    }

    /// <summary>
    /// The one used last, as its pages are the likeliest to be in the processor's cache. A piece more than twice too large is left for a
    /// hash that needs it.
    /// </summary>
    private Argon2Memory? TakeFitting(nuint bytes)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            for (int i = idle.Count - 1; i >= 0; i--)
            {
                if (idle[i].Capacity >= bytes && idle[i].Capacity / 2 <= bytes)
                    return Take(i);
            }

            return null;
        }
    }

    private Argon2Memory Take(int index)
    {
        Argon2Memory memory = idle[index];
        idle.RemoveAt(index);
        idleBytes -= (long)memory.Capacity;
        return memory;
    }
}
