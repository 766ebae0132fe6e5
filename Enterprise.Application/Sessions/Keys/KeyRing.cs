using System.Collections.Frozen;

namespace Enterprise.Application.Sessions.Keys;

/// <summary>The keys that hold together at one time: one that signs, and those that are accepted. It never changes.</summary>
public sealed class KeyRing : IDisposable
{
    private readonly FrozenDictionary<string, SigningKey> byId;
    private volatile KeySetDocument? published;

    internal KeyRing(SigningKey active, IEnumerable<SigningKey> others, string content)
    {
        Active = active;
        Keys = [active, .. others];
        Content = content;
        byId = Keys.ToFrozenDictionary(key => key.Id, StringComparer.Ordinal);
    }

    /// <summary>The key that signs.</summary>
    public SigningKey Active { get; }

    /// <summary>All keys, the active one first.</summary>
    public IReadOnlyList<SigningKey> Keys { get; }

    /// <summary>A fingerprint of the files that it was made from.</summary>
    internal string Content { get; }

    /// <summary>The one key that a token names; <c>null</c> where there is no such key. No other key is ever tried.</summary>
    public SigningKey? Find(string id) => byId.GetValueOrDefault(id);

    /// <summary>The key whose tokens begin with exactly this segment: the short way for what we wrote ourselves.</summary>
    internal SigningKey? FindByHeader(ReadOnlySpan<byte> segment)
    {
        foreach (var key in Keys)
            if (segment.SequenceEqual(key.HeaderSegment))
                return key;
        return null;
    }

    /// <summary>Whether tokens of this key, found in this or an earlier ring, are still good.</summary>
    internal bool Accepts(SigningKey key, DateTimeOffset now) =>
        Find(key.Id) is { } mine && mine.IsSameAs(key) && mine.IsGoodAt(now);

    /// <summary>A key that was in an earlier ring has been there since then, whatever was written anew about it.</summary>
    internal void Remember(KeyRing earlier)
    {
        foreach (var key in Keys)
            if (earlier.Find(key.Id) is { } old && old.IsSameAs(key) && old.Since < key.Since)
                key.IsThereSince(old.Since);
    }

    /// <summary>The key set that verifiers get; made once for the ring, and again when a key of it retires.</summary>
    public KeySetDocument PublishedAt(DateTimeOffset now)
    {
        if (published is { } made && now < made.Until)
            return made;
        return published = KeySetDocument.Of(Keys, now);
    }

    public void Dispose()
    {
        foreach (var key in Keys)
            key.Dispose();
    }
}
