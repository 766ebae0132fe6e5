using Enterprise.Application.Configuration;
using Microsoft.Extensions.Options;

namespace Enterprise.Application.Sessions;

/// <summary>When failed logins lock an (account, network) pair out (<c>APP_LOCKOUT__...</c>).</summary>
public sealed class LockoutOptions
{
    public const string Section = "Lockout";

    /// <summary>Failures after which the pair is locked out: 1 to 1000.</summary>
    public int MaxFailures { get; set; } = 5;

    /// <summary>How long it is locked out, and how long a failure is remembered, in minutes: 1 to 1440.</summary>
    public int Minutes { get; set; } = 15;

    public TimeSpan Duration => TimeSpan.FromMinutes(Minutes);
}

/// <summary>Lists everything that is wrong with the <see cref="LockoutOptions"/> in one go.</summary>
public sealed class LockoutOptionsValidator : IValidateOptions<LockoutOptions>
{
    public ValidateOptionsResult Validate(string? name, LockoutOptions options) =>
        new SettingFaults()
            .Range("APP_LOCKOUT__MAX_FAILURES", options.MaxFailures, 1, 1000)
            .Range("APP_LOCKOUT__MINUTES", options.Minutes, 1, 1440)
            .Result();
}
