using Enterprise.Application.Configuration;
using Microsoft.Extensions.Options;

namespace Enterprise.Application.Sessions.Keys;

/// <summary>
/// The ring of keys that is in use. It is exchanged as a whole, so whoever works on a token takes <see cref="Current"/> once.
/// </summary>
public sealed class SigningKeys : IDisposable
{
    private readonly IOptions<JwtOptions> options;
    private readonly TimeProvider time;
    private volatile KeyRing current;

    /// <summary>Makes the first ring.</summary>
    /// <exception cref="InvalidSettingsException">The settings were not checked before, and are wrong.</exception>
    public SigningKeys(IOptions<JwtOptions> options, TimeProvider time)
    {
        this.options = options;
        this.time = time;
        current = TryBuild(Read(out var faults), faults) ?? throw new InvalidSettingsException(faults.All);
    }

    /// <summary>The ring in use.</summary>
    public KeyRing Current => current;

    /// <summary>The key that signs now.</summary>
    public SigningKey Active => current.Active;

    /// <summary>The key set that verifiers get now.</summary>
    public KeySetDocument Published => current.PublishedAt(time.GetUtcNow());

    /// <summary>The one key that a token names; <c>null</c> where there is no such key. No other key is ever tried.</summary>
    public SigningKey? Find(string id) => current.Find(id);

    public void Dispose() => current.Dispose();

    /// <summary>
    /// Looks whether the files have changed, and exchanges the ring where the new one is good; else the old one stays.
    /// </summary>
    internal KeyReload Reload()
    {
        var draft = Read(out var faults);
        if (draft.Content == current.Content)
            return KeyReload.Unchanged;
        if (TryBuild(draft, faults) is not { } ring)
            return new KeyReload(false, draft.Content, faults.All);
        // Who still holds the old ring can finish with it: see CryptoPool.
        var old = current;
        ring.Remember(old);
        current = ring;
        old.Dispose();
        return new KeyReload(true, draft.Content, []);
    }

    private KeyRingDraft Read(out SettingFaults faults) =>
        KeyRingDraft.Read(options.Value, faults = new SettingFaults());

    private KeyRing? TryBuild(KeyRingDraft draft, SettingFaults faults) =>
        KeyRingBuilder.TryBuild(options.Value, draft, time.GetUtcNow(), faults);
}

/// <summary>What came of looking at the files of the ring.</summary>
/// <param name="IsExchanged">A new ring is in use.</param>
/// <param name="Content">A fingerprint of what was found.</param>
/// <param name="Faults">Why the old ring stays.</param>
internal sealed record KeyReload(bool IsExchanged, string Content, IReadOnlyList<string> Faults)
{
    public static readonly KeyReload Unchanged = new(false, "", []);
}
