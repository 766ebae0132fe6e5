using System.Collections.Concurrent;

namespace Enterprise.Application.Limits;

/// <summary>
/// Lets only a few requests for the same thing go on at the same time; the others wait their turn, for a bounded time. It
/// saves work and keeps bursts fair within one process; what must not happen twice is decided by the database.
/// </summary>
public abstract class Turns(int width, TimeSpan maxWait)
{
    private readonly ConcurrentDictionary<string, Turn> turns = new(StringComparer.Ordinal);

    /// <summary>Things that somebody holds or waits for.</summary>
    internal int Count => turns.Count;

    /// <summary>Waits for a turn; disposing it lets the next one in. <c>null</c> where the turn did not come in time.</summary>
    protected async Task<IDisposable?> TakeAsync(string key, CancellationToken ct)
    {
        var turn = Join(key);
        var taken = false;
        try
        {
            taken = await turn.Gate.WaitAsync(maxWait, ct);
        }
        finally
        {
            if (!taken)
                Leave(key, turn);
        }
        return taken ? new Release(this, key, turn) : null;
    }

    private Turn Join(string key)
    {
        while (true)
        {
            var turn = turns.GetOrAdd(key, static (_, width) => new Turn(width), width);
            lock (turn)
            {
                // Between the look-up and the lock its last member may have left.
                if (turn.IsGone)
                    continue;
                turn.Members++;
                return turn;
            }
        }
    }

    private void Leave(string key, Turn turn)
    {
        lock (turn)
        {
            if (--turn.Members > 0)
                return;
            turn.IsGone = true;
            turns.TryRemove(key, out _);
        }
        turn.Gate.Dispose();
    }

    private sealed class Turn(int width)
    {
        public SemaphoreSlim Gate { get; } = new(width);
        public int Members { get; set; }
        public bool IsGone { get; set; }
    }

    private sealed class Release(Turns owner, string key, Turn turn) : IDisposable
    {
        private bool released;

        public void Dispose()
        {
            if (released)
                return;
            released = true;
            turn.Gate.Release();
            owner.Leave(key, turn);
        }
    }
}
