using Enterprise.Application.Configuration;
using Enterprise.Application.Sessions.Keys;
using Microsoft.Extensions.Options;

namespace Enterprise.Application.Sessions;

/// <summary>Who issues tokens for whom, and the secrets behind them (<c>APP_JWT_...</c>).</summary>
public sealed class JwtOptions
{
    public const string Section = "Jwt";

    /// <summary>The claim <c>iss</c>.</summary>
    public string Issuer { get; set; } = "enterprise-api";

    /// <summary>The claim <c>aud</c>.</summary>
    public string Audience { get; set; } = "enterprise-api";

    /// <summary>
    /// The HS256 key of access tokens, as UTF-8; at least 32 bytes (RFC 7518 section 3.2). It signs unless a key of the ring is
    /// active, and is accepted for as long as it is set.
    /// </summary>
    public string AccessSecret { get; set; } = "";

    /// <summary>
    /// Access secrets that tokens may still be signed with, comma-separated: keep the old one here for as long as an access token
    /// lives, and no valid token is refused when the secret is exchanged.
    /// </summary>
    public string PreviousAccessSecrets { get; set; } = "";

    /// <summary>The ring: keys by number (<c>APP_JWT__KEYS__0__...</c>), of which one may sign and all are accepted.</summary>
    public IDictionary<string, SigningKeySetting> Keys { get; set; } =
        new Dictionary<string, SigningKeySetting>(StringComparer.Ordinal);

    /// <summary>The path of a JSON file with more keys of the ring: <c>{"keys":[...]}</c>. It may change without a restart.</summary>
    public string KeysFile { get; set; } = "";

    /// <summary>How often the ring file and the files of keys are looked at, in seconds: 1 to 3600.</summary>
    public int ReloadSeconds { get; set; } = 5;

    /// <summary>
    /// Validated access tokens that are remembered, so that each costs a signature only once: 0 (none) to 1048576; about 1 KiB
    /// each.
    /// </summary>
    public int CachedTokens { get; set; } = 16384;

    /// <summary>What the key of refresh tokens is derived from; at least 32 bytes, and no other secret.</summary>
    public string RefreshSecret { get; set; } = "";

    public IReadOnlyList<string> PreviousAccessSecretList() =>
        PreviousAccessSecrets.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>Lists everything that is wrong with the <see cref="JwtOptions"/> and the keys they name in one go.</summary>
public sealed class JwtOptionsValidator(TimeProvider time) : IValidateOptions<JwtOptions>
{
    private const int MostCachedTokens = 1 << 20;

    public ValidateOptionsResult Validate(string? name, JwtOptions options)
    {
        var faults = new SettingFaults()
            .Required("APP_JWT_ISSUER", options.Issuer)
            .Required("APP_JWT_AUDIENCE", options.Audience)
            .Secret("APP_JWT_REFRESH_SECRET", options.RefreshSecret)
            .Range("APP_JWT__RELOAD_SECONDS", options.ReloadSeconds, 1, 3600)
            .Range("APP_JWT__CACHED_TOKENS", options.CachedTokens, 0, MostCachedTokens);
        KeyRingBuilder.TryBuild(options, KeyRingDraft.Read(options, faults), time.GetUtcNow(), faults)?.Dispose();
        return faults.Result();
    }
}
