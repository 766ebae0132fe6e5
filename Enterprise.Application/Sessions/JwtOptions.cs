using Enterprise.Application.Configuration;
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

    /// <summary>The HS256 key of access tokens, as UTF-8; at least 32 bytes (RFC 7518 section 3.2).</summary>
    public string AccessSecret { get; set; } = "";

    /// <summary>
    /// Access secrets that tokens may still be signed with, comma-separated: keep the old one here for as long as an access token
    /// lives, and no valid token is refused when the secret is exchanged.
    /// </summary>
    public string PreviousAccessSecrets { get; set; } = "";

    /// <summary>What the key of refresh tokens is derived from; at least 32 bytes, and no other secret.</summary>
    public string RefreshSecret { get; set; } = "";

    public IReadOnlyList<string> PreviousAccessSecretList() =>
        PreviousAccessSecrets.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>Lists everything that is wrong with the <see cref="JwtOptions"/> in one go.</summary>
public sealed class JwtOptionsValidator : IValidateOptions<JwtOptions>
{
    public ValidateOptionsResult Validate(string? name, JwtOptions options) =>
        new SettingFaults()
            .Required("APP_JWT_ISSUER", options.Issuer)
            .Required("APP_JWT_AUDIENCE", options.Audience)
            .Secret("APP_JWT_ACCESS_SECRET", options.AccessSecret)
            .Secrets("APP_JWT__PREVIOUS_ACCESS_SECRETS", options.PreviousAccessSecretList())
            .Secret("APP_JWT_REFRESH_SECRET", options.RefreshSecret)
            .Result();
}
