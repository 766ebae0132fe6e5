using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Enterprise.Application.Configuration;

namespace Enterprise.Application.Sessions.Keys;

/// <summary>Makes one key of what was configured, or says everything that is wrong with it.</summary>
internal static partial class KeyMaker
{
    private static readonly string[] TimeForms =
    [
        "yyyy-MM-dd'T'HH:mm:ss'Z'",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
        "yyyy-MM-dd'T'HH:mm:sszzz",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
    ];

    public static SigningKey? TryMake(KeyDraft draft, SettingFaults faults)
    {
        var (place, setting) = (draft.Place, draft.Setting);
        var before = faults.Count;
        faults
            .Required(place.Of("kid"), setting.Kid)
            .Check(
                place.Of("kid"),
                setting.Kid.Length == 0 || KeyId().IsMatch(setting.Kid),
                "must have 1 to 64 characters of A-Z, a-z, 0-9, _ and -"
            )
            .Check(
                place.Of("algorithm"),
                SigningAlgorithms.IsKnown(setting.Algorithm),
                "must be ES256, PS256, HS256 or, for old verifiers, RS256"
            )
            .Check(
                place.Of("legacy"),
                setting.Algorithm != SigningAlgorithms.Rs256 || setting.Legacy,
                "must be true for RS256, which is for old verifiers only: use ES256 or PS256"
            )
            .Check(
                place.Of("kid"),
                draft.Source is not null,
                "names a key that needs exactly one of secret, pem and file"
            );
        var times = ReadTimes(place, setting, faults);
        if (setting.Active)
            CheckActive(place, setting, faults);
        if (draft.Source is null || !SigningAlgorithms.IsKnown(setting.Algorithm))
            return null;
        var key = TryMake(draft, times, faults);
        if (faults.Count == before)
            return key;
        key?.Dispose();
        return null;
    }

    private static SigningKey? TryMake(KeyDraft draft, KeyTimes times, SettingFaults faults)
    {
        var (setting, name) = (draft.Setting, draft.Place.Of(draft.Source!));
        if (draft.Material is not { } material)
        {
            faults.Check(name, false, "names a file that cannot be read");
            return null;
        }
        if (setting.Algorithm == SigningAlgorithms.Hs256)
            return TryMakeHmac(setting.Kid, material, times, name, faults);
        faults.Check(name, draft.Source != "secret", "is for HS256 only; the other algorithms need a PEM");
        if (draft.Source == "secret")
            return null;
        var fault = KeyPem.TryMake(material, setting.Algorithm, setting.Kid, times, out var key);
        var signs = key is null or { CanSign: true } || !setting.Active;
        faults
            .Check(name, fault is null, fault ?? "")
            .Check(draft.Place.Of("active"), signs, "names a key without its private part, which cannot sign");
        return key;
    }

    private static HmacKey? TryMakeHmac(string id, string secret, KeyTimes times, string name, SettingFaults faults)
    {
        // A published key as a secret is the oldest trick there is (RFC 8725 section 2.1).
        var isPem = KeyPem.Looks(secret);
        faults.Check(name, !isPem, "holds a PEM, and HS256 needs a secret");
        if (!isPem)
            faults.Check(name, secret.Length > 0, "is empty").SecretStrength(name, secret);
        return isPem ? null : new HmacKey(id, Encoding.UTF8.GetBytes(secret), times);
    }

    /// <summary>Signs and verifies once, so that a key that is broken is found before a token is.</summary>
    public static bool Works(SigningKey key)
    {
        if (!key.CanSign)
            return true;
        var signature = new byte[key.SignatureBytes];
        try
        {
            key.Sign("enterprise-api"u8, signature);
            return key.Verifies("enterprise-api"u8, signature);
        }
        // Private and public part do not belong together; the caller reports it.
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static void CheckActive(KeyPlace place, SigningKeySetting setting, SettingFaults faults) =>
        faults.Check(
            place.Of("retire_after"),
            setting.RetireAfter.Length == 0,
            "must not be set for the active key: make another one active first"
        );

    private static KeyTimes ReadTimes(KeyPlace place, SigningKeySetting setting, SettingFaults faults)
    {
        var times = new KeyTimes(
            ReadTime(place.Of("not_before"), setting.NotBefore, KeyTimes.Always.NotBefore, faults),
            ReadTime(place.Of("retire_after"), setting.RetireAfter, KeyTimes.Always.RetireAfter, faults)
        );
        faults.Check(place.Of("retire_after"), times.NotBefore < times.RetireAfter, "must be later than not_before");
        return times;
    }

    private static DateTimeOffset ReadTime(string name, string text, DateTimeOffset otherwise, SettingFaults faults)
    {
        if (text.Length == 0)
            return otherwise;
        var isTime = DateTimeOffset.TryParseExact(
            text,
            TimeForms,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        );
        faults.Check(name, isTime, "must be a time of RFC 3339, such as 2030-01-02T03:04:05Z");
        return isTime ? time : otherwise;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z", RegexOptions.None, 1000)]
    private static partial Regex KeyId();
}
