using Enterprise.Application.Configuration;
using Microsoft.Extensions.Options;

namespace Enterprise.Application.Sessions;

/// <summary>When failed logins lock an (account, network) pair out, or all strangers (<c>APP_LOCKOUT__...</c>).</summary>
public sealed class LockoutOptions
{
    public const string Section = "Lockout";

    /// <summary>Failures after which the pair is locked out: 1 to 1000.</summary>
    public int MaxFailures { get; set; } = 5;

    /// <summary>How long it is locked out, and how long a failure is remembered, in minutes: 1 to 1440.</summary>
    public int Minutes { get; set; } = 15;

    /// <summary>
    /// Failures on one account from all networks together that it has not signed in from lately, after which those are locked out and the others are
    /// not: 1 to 100000. They are forgotten after <see cref="Minutes"/>, so this slows guessing down and does not end it.
    /// </summary>
    public int MaxFailuresOfStrangers { get; set; } = 100;

    /// <summary>For how many days after a login its network is known to the account: 0 to 365; 0: none ever is.</summary>
    public int KnownNetworkDays { get; set; } = 90;

    /// <summary><see cref="KnownNetworkDays"/>.</summary>
    public TimeSpan KnownFor => TimeSpan.FromDays(KnownNetworkDays);

    public TimeSpan Duration => TimeSpan.FromMinutes(Minutes);
}

/// <summary>Lists everything that is wrong with the <see cref="LockoutOptions"/> in one go.</summary>
public sealed class LockoutOptionsValidator : IValidateOptions<LockoutOptions>
{
    public ValidateOptionsResult Validate(string? name, LockoutOptions options) =>
        new SettingFaults()
            .Range("APP_LOCKOUT__MAX_FAILURES", options.MaxFailures, 1, 1000)
            .Range("APP_LOCKOUT__MAX_FAILURES_OF_STRANGERS", options.MaxFailuresOfStrangers, 1, 100_000)
            .Range("APP_LOCKOUT__KNOWN_NETWORK_DAYS", options.KnownNetworkDays, 0, 365)
            .Range("APP_LOCKOUT__MINUTES", options.Minutes, 1, 1440)
            .Result();
}
