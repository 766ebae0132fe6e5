using Enterprise.Application.Configuration;

namespace Enterprise.Application.Sessions.Keys;

/// <summary>Makes a whole ring of what is configured now and tests every key of it, or says everything that is wrong.</summary>
internal static class KeyRingBuilder
{
    private const string AccessSecret = "APP_JWT_ACCESS_SECRET";
    private const string PreviousSecrets = "APP_JWT__PREVIOUS_ACCESS_SECRETS";

    /// <summary>The ring; <c>null</c> where <paramref name="faults"/> has something to say.</summary>
    public static KeyRing? TryBuild(JwtOptions options, KeyRingDraft draft, DateTimeOffset now, SettingFaults faults)
    {
        var isSigned = draft.Keys.Any(key => key.Setting.Active);
        // Where the ring file cannot be read nobody knows whether it has a key that signs.
        if (options.AccessSecret.Length > 0 || (draft.IsComplete && !isSigned))
            faults.Secret(AccessSecret, options.AccessSecret);
        faults.Secrets(PreviousSecrets, options.PreviousAccessSecretList());

        List<(KeyDraft Draft, SigningKey Key)> made = [];
        foreach (var key in draft.Keys)
            if (KeyMaker.TryMake(key, faults) is { } good)
                made.Add((key, good));
        var derived = Derived(options);
        CheckTogether(made, derived, options.RefreshSecret, faults);
        CheckActive(made, draft, now, faults);
        var keys = made.Select(key => key.Key).Concat(derived).ToArray();
        if (faults.Count > 0)
        {
            foreach (var key in keys)
                key.Dispose();
            return null;
        }
        foreach (var (written, key) in made)
            key.IsThereSince(written.WrittenAt ?? now);
        foreach (var key in derived)
            key.IsThereSince(now);
        var active = made.Find(key => key.Draft.Setting.Active).Key ?? derived[0];
        return new KeyRing(active, keys.Where(key => key != active), draft.Content);
    }

    /// <summary>The access secret first, where there is one.</summary>
    private static HmacKey[] Derived(JwtOptions options) =>
        [
            .. options
                .PreviousAccessSecretList()
                .Prepend(options.AccessSecret)
                .Where(secret => secret.Length > 0)
                .Select(HmacKey.From)
                .DistinctBy(key => key.Id),
        ];

    private static void CheckTogether(
        List<(KeyDraft Draft, SigningKey Key)> made,
        HmacKey[] derived,
        string refreshSecret,
        SettingFaults faults
    )
    {
        List<SigningKey> seen = [.. derived];
        var refresh = HmacKey.From(refreshSecret);
        foreach (var (draft, key) in made)
        {
            faults
                .Check(
                    draft.Place.Of("kid"),
                    seen.TrueForAll(other => other.Id != key.Id),
                    "is the id of another key, too"
                )
                .Check(
                    draft.Place.Of(draft.Source!),
                    seen.TrueForAll(other => !other.SharesMaterialWith(key)),
                    "is the material of another key, too: one key has one id and one algorithm"
                )
                .Check(
                    draft.Place.Of(draft.Source!),
                    !refresh.SharesMaterialWith(key),
                    "must differ from APP_JWT_REFRESH_SECRET"
                )
                .Check(draft.Place.Of(draft.Source!), KeyMaker.Works(key), "does not verify what it signs");
            seen.Add(key);
        }
    }

    private static void CheckActive(
        List<(KeyDraft Draft, SigningKey Key)> made,
        KeyRingDraft draft,
        DateTimeOffset now,
        SettingFaults faults
    )
    {
        foreach (var second in draft.Keys.Where(key => key.Setting.Active).Skip(1))
            faults.Check(second.Place.Of("active"), false, "is set for a second key; only one can sign");
        foreach (var (active, key) in made.Where(key => key.Draft.Setting.Active))
            faults.Check(
                active.Place.Of("not_before"),
                key.Times.NotBefore <= now,
                "must not be in the future for the active key"
            );
    }
}
