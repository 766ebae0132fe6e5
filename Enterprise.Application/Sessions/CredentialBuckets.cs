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

    /// <summary>How long the network has to wait before the database may be asked about a password; <c>null</c>: it may be asked now.</summary>
    public TimeSpan? TakePassword(RequestOrigin origin) => Take(passwords, origin);

    /// <summary>The same for a refresh.</summary>
    public TimeSpan? TakeRefresh(RequestOrigin origin) => Take(refreshes, origin);

    /// <summary>The database has refused a password: it need not be asked again before the wait is over.</summary>
    public void RefusedPassword(RequestOrigin origin, TimeSpan wait) =>
        passwords.Close(keys.OfNetwork(origin.Address), wait);

    /// <summary>The same for a refresh.</summary>
    public void RefusedRefresh(RequestOrigin origin, TimeSpan wait) =>
        refreshes.Close(keys.OfNetwork(origin.Address), wait);

    private TimeSpan? Take(BucketTable table, RequestOrigin origin) =>
        table.Take(keys.OfNetwork(origin.Address)) is { IsGranted: false } refused ? refused.Wait : null;
}
