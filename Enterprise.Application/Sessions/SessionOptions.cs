using Enterprise.Application.Configuration;
using Microsoft.Extensions.Options;

namespace Enterprise.Application.Sessions;

/// <summary>How long things of a session last (<c>APP_SESSIONS__...</c>).</summary>
public sealed class SessionOptions
{
    public const string Section = "Sessions";

    /// <summary>No access token lives longer, so nothing that covers one has to be remembered longer.</summary>
    public const int MaxAccessMinutes = 60;

    /// <summary>Lifetime of an access token in minutes: 1 to 60.</summary>
    public int AccessMinutes { get; set; } = 10;

    /// <summary>Days after which an unused session ends: 1 to 365.</summary>
    public int IdleDays { get; set; } = 7;

    /// <summary>Days after which a session ends however much it is used: at least <see cref="IdleDays"/>, at most 365.</summary>
    public int AbsoluteDays { get; set; } = 30;

    /// <summary>
    /// Seconds in which a refresh token that was just spent gives its successor once more, as long as that was not used: for an
    /// answer that was lost, and for two tabs that refresh at once. 0 to 60; with 0 a second use always ends the session.
    /// </summary>
    public int RefreshLeewaySeconds { get; set; } = 10;

    public TimeSpan AccessLifetime => TimeSpan.FromMinutes(AccessMinutes);

    public TimeSpan IdleLifetime => TimeSpan.FromDays(IdleDays);

    public TimeSpan RefreshLeeway => TimeSpan.FromSeconds(RefreshLeewaySeconds);

    public TimeSpan AbsoluteLifetime => TimeSpan.FromDays(AbsoluteDays);
}

/// <summary>Lists everything that is wrong with the <see cref="SessionOptions"/> in one go.</summary>
public sealed class SessionOptionsValidator : IValidateOptions<SessionOptions>
{
    public ValidateOptionsResult Validate(string? name, SessionOptions options) =>
        new SettingFaults()
            .Range("APP_SESSIONS__ACCESS_MINUTES", options.AccessMinutes, 1, SessionOptions.MaxAccessMinutes)
            .Range("APP_SESSIONS__IDLE_DAYS", options.IdleDays, 1, 365)
            .Range("APP_SESSIONS__ABSOLUTE_DAYS", options.AbsoluteDays, options.IdleDays, 365)
            .Range("APP_SESSIONS__REFRESH_LEEWAY_SECONDS", options.RefreshLeewaySeconds, 0, 60)
            .Result();
}
