using System.Collections.Concurrent;

namespace Enterprise.Application.Sessions;

/// <summary>
/// The revocations of the last <see cref="Revocation.Retention"/> in memory, so that a request need not ask the database. They
/// are complete only while whoever feeds them keeps saying so; otherwise the database has to be asked.
/// </summary>
public sealed class Revocations(TimeProvider time)
{
    /// <summary>
    /// How old the last word that all is known may be: what was revoked longer ago than this is refused on every instance.
    /// </summary>
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, Entry> sessions = new();
    private readonly ConcurrentDictionary<Guid, Entry> users = new();
    private readonly ConcurrentDictionary<string, Entry> roles = new(StringComparer.Ordinal);
    private readonly long startedAt = time.GetTimestamp();
    private readonly long bound = (long)(Bound.TotalSeconds * time.TimestampFrequency);

    // Long ago, so that nothing is believed before the feed has spoken; not so long that the difference would overflow.
    private long completeAt = time.GetTimestamp() - (time.TimestampFrequency * 3600);

    /// <summary>Whether every revocation is known that was made more than <see cref="Bound"/> ago.</summary>
    public bool IsComplete => time.GetTimestamp() - Volatile.Read(ref completeAt) < bound;

    /// <summary>How long ago everything was known that had been revoked by then; since the start, where it never was.</summary>
    public TimeSpan Age => time.GetElapsedTime(Math.Max(startedAt, Volatile.Read(ref completeAt)));

    /// <summary>How many are held.</summary>
    public int Count => sessions.Count + users.Count + roles.Count;

    /// <summary>
    /// Adds one; of several for the same account or role the highest version counts. Gives whether it says more than was known.
    /// </summary>
    public bool Add(Revocation revocation)
    {
        var until = time.GetTimestamp() + (long)(revocation.Lifetime.TotalSeconds * time.TimestampFrequency);
        var entry = new Entry(revocation.Version, until);
        return revocation switch
        {
            { SessionId: { } session } => Add(sessions, session, entry),
            { UserId: { } user } => Add(users, user, entry),
            { Role: { } role } => Add(roles, role, entry),
            _ => false,
        };
    }

    /// <summary>Says that everything is known that was revoked before <paramref name="timestamp"/>, of this clock.</summary>
    public void MarkComplete(long timestamp)
    {
        // A reading that was given up on can end after a later one.
        long known;
        do known = Volatile.Read(ref completeAt);
        while (known < timestamp && Interlocked.CompareExchange(ref completeAt, timestamp, known) != known);
    }

    /// <summary>Whether a revocation that is known makes the token worthless.</summary>
    public bool Cover(AccessToken token)
    {
        if (sessions.ContainsKey(token.SessionId))
            return true;
        var (names, versions) = (token.Entitlements.Roles, token.Entitlements.Versions);
        if (users.TryGetValue(token.UserId, out var user) && versions[0] < user.Version)
            return true;
        if (roles.IsEmpty)
            return false;
        for (var i = 0; i < names.Count; i++)
            if (roles.TryGetValue(names[i], out var role) && versions[i + 1] < role.Version)
                return true;
        return false;
    }

    /// <summary>Forgets those that no token can be about any more.</summary>
    public void Trim()
    {
        var now = time.GetTimestamp();
        Trim(sessions, now);
        Trim(users, now);
        Trim(roles, now);
    }

    private static bool Add<TKey>(ConcurrentDictionary<TKey, Entry> entries, TKey key, Entry entry)
        where TKey : notnull
    {
        var isNews = false;
        entries.AddOrUpdate(
            key,
            _ =>
            {
                isNews = true;
                return entry;
            },
            (_, known) =>
            {
                isNews = entry.Version > known.Version;
                return known.Or(entry);
            }
        );
        return isNews;
    }

    private static void Trim<TKey>(ConcurrentDictionary<TKey, Entry> entries, long now)
        where TKey : notnull
    {
        foreach (var entry in entries)
            if (entry.Value.Until <= now)
                // With its value: one that was made longer-lived in the meantime stays.
                entries.TryRemove(entry);
    }

    private sealed record Entry(int Version, long Until)
    {
        public Entry Or(Entry other) => new(Math.Max(Version, other.Version), Math.Max(Until, other.Until));
    }
}
