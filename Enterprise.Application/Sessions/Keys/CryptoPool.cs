using System.Security.Cryptography;

namespace Enterprise.Application.Sessions.Keys;

/// <summary>
/// Lends objects of one key, each to one thread at a time, because .NET does not promise that theirs are safe for several. There
/// are no locks: a slot is emptied and filled by one exchange, and where all are out another object is made.
/// </summary>
internal sealed class CryptoPool<T>(Func<T> make) : IDisposable
    where T : AsymmetricAlgorithm
{
    private readonly T?[] slots = new T?[Environment.ProcessorCount * 2];
    private volatile bool isDisposed;

    public Lease Rent()
    {
        for (var i = 0; i < slots.Length; i++)
            if (Volatile.Read(ref slots[i]) is not null && Interlocked.Exchange(ref slots[i], null) is { } found)
                return new Lease(this, found);
        return new Lease(this, make());
    }

    /// <summary>Frees what is in. What is out is freed when it comes back, so that nothing that runs breaks.</summary>
    public void Dispose()
    {
        isDisposed = true;
        Drain();
    }

    private void Return(T item)
    {
        for (var i = 0; i < slots.Length; i++)
            if (Volatile.Read(ref slots[i]) is null && Interlocked.CompareExchange(ref slots[i], item, null) is null)
            {
                // Asked after the slot was filled: whichever of the two comes last sees the other.
                if (isDisposed)
                    Drain();
                return;
            }
        item.Dispose();
    }

    private void Drain()
    {
        for (var i = 0; i < slots.Length; i++)
            Interlocked.Exchange(ref slots[i], null)?.Dispose();
    }

    /// <summary>Gives its object back at the end of the scope.</summary>
    public readonly ref struct Lease(CryptoPool<T> pool, T item)
    {
        public T Item => item;

        public void Dispose() => pool.Return(item);
    }
}
