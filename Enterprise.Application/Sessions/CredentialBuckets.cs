using Enterprise.Application.Limits;
using Microsoft.Extensions.Options;

namespace Enterprise.Application.Sessions;

/// <summary>
/// What stands in front of the allowances that all instances share in the database: the same rate, counted here, so that a flood costs the
/// database nothing. Each bucket holds one more than the allowance: the first request too many reaches the database, which
/// audits it and says how long to wait; until then nothing of that network does.
/// </summary>
public sealed class CredentialBuckets
{
    /// <summary>Networks that are told apart; half a mebibyte for each of the two tables.</summary>
    private const int Capacity = 1 << 14;

    private readonly ClientKeys keys = new();
    private readonly BucketTable passwords;
    private readonly BucketTable refreshes;

    public CredentialBuckets(IOptions<CredentialLimitOptions> limits, TimeProvider time)
    {
        var perMinute = limits.Value.CredentialsPerMinutePerClient;
        var rate = new CellRate(perMinute / 60.0, perMinute + 1, time);
        passwords = new BucketTable(rate, Capacity, time);
        refreshes = new BucketTable(rate, Capacity, time);
    }

    /// <summary>Asks the database about a password, unless the network's bucket says that it would refuse.</summary>
    /// <param name="origin">Whose bucket.</param>
    /// <param name="refuse">The answer where the network has to wait so long, and nobody is asked.</param>
    /// <param name="ask">The statement that takes from the allowance.</param>
    /// <param name="waitOf">How long the database said to wait; <c>null</c> where it did not refuse.</param>
    /// <param name="ct">For the statement.</param>
    public Task<T> PasswordAsync<T>(
        RequestOrigin origin,
        Func<TimeSpan, T> refuse,
        Func<CancellationToken, Task<T>> ask,
        Func<T, TimeSpan?> waitOf,
        CancellationToken ct
    ) => AskAsync(passwords, origin, refuse, ask, waitOf, ct);

    /// <summary>The same for a refresh.</summary>
    /// <inheritdoc cref="PasswordAsync"/>
    public Task<T> RefreshAsync<T>(
        RequestOrigin origin,
        Func<TimeSpan, T> refuse,
        Func<CancellationToken, Task<T>> ask,
        Func<T, TimeSpan?> waitOf,
        CancellationToken ct
    ) => AskAsync(refreshes, origin, refuse, ask, waitOf, ct);

    private async Task<T> AskAsync<T>(
        BucketTable table,
        RequestOrigin origin,
        Func<TimeSpan, T> refuse,
        Func<CancellationToken, Task<T>> ask,
        Func<T, TimeSpan?> waitOf,
        CancellationToken ct
    )
    {
        var key = keys.OfNetwork(origin.Address);
        if (table.Take(key) is { IsGranted: false } here)
            return refuse(here.Wait);
        T answer;
        try
        {
            answer = await ask(ct);
        }
        // The database was not to be had, and took nothing: an outage must not use an allowance up. Who leaves gets nothing back, though.
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            table.Return(key);
            throw;
        }
        if (waitOf(answer) is { } wait)
            table.Close(key, wait);
        return answer;
    }
}
