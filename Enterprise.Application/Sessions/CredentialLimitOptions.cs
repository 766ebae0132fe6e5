using Enterprise.Application.Configuration;
using Microsoft.Extensions.Options;

namespace Enterprise.Application.Sessions;

/// <summary>How fast one address may send credentials (<c>APP_LIMITS__...</c>).</summary>
public sealed class CredentialLimitOptions
{
    public const string Section = "Limits";

    /// <summary>
    /// Registrations, logins and changes of password or name per minute and address, all at once at the most, and as many refreshes beside
    /// them: 1 to 1000000. Where many people share an address, each needs a refresh per lifetime of an access token.
    /// </summary>
    public int CredentialsPerMinutePerClient { get; set; } = 60;

    /// <summary>The time in which one request is earned back.</summary>
    public TimeSpan Interval => TimeSpan.FromMinutes(1) / CredentialsPerMinutePerClient;

    /// <summary>How far ahead of its time a client may be when it has used its burst but for one request.</summary>
    public TimeSpan Burst => TimeSpan.FromMinutes(1) - Interval;
}

/// <summary>Lists everything that is wrong with the <see cref="CredentialLimitOptions"/> in one go.</summary>
public sealed class CredentialLimitOptionsValidator : IValidateOptions<CredentialLimitOptions>
{
    public ValidateOptionsResult Validate(string? name, CredentialLimitOptions options) =>
        new SettingFaults()
            .Range("APP_LIMITS__CREDENTIALS_PER_MINUTE_PER_CLIENT", options.CredentialsPerMinutePerClient, 1, 1_000_000)
            .Result();
}
