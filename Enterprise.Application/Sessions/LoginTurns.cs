using System.Collections.Concurrent;
using Enterprise.Application.Passwords;
using Microsoft.Extensions.Options;

namespace Enterprise.Application.Sessions;

/// <summary>
/// Lets only a few logins of one (account, network) pair be verified at the same time. An attempt counts as a failure until
/// it has succeeded, so a burst of right passwords, as several tabs send it, would otherwise lock its owner out. The limit
/// itself is kept by the database.
/// </summary>
public sealed class LoginTurns(IOptions<LockoutOptions> lockout, IOptions<PasswordOptions> passwords)
{
    private readonly ConcurrentDictionary<string, Turn> turns = new(StringComparer.Ordinal);

    // Half, so that a second instance does the same without the two together reaching the limit.
    private readonly int width = Math.Max(1, Math.Min(lockout.Value.MaxFailures / 2, Environment.ProcessorCount));

    /// <summary>Pairs that somebody waits or works for at this moment.</summary>
    internal int Pairs => turns.Count;

    /// <summary>
    /// Waits for a turn, at most as long as a hash may wait for its own; disposing it lets the next one in. <c>null</c> where
    /// the turn did not come in time.
    /// </summary>
    public async Task<IDisposable?> TakeAsync(byte[] account, CancellationToken ct)
    {
        var key = Convert.ToBase64String(account);
        var turn = Join(key);
        var taken = false;
        try
        {
            taken = await turn.Gate.WaitAsync(passwords.Value.MaxWaitMilliseconds, ct);
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

    private sealed class Release(LoginTurns owner, string key, Turn turn) : IDisposable
    {
        public void Dispose()
        {
            turn.Gate.Release();
            owner.Leave(key, turn);
        }
    }
}
