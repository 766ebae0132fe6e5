using Enterprise.Application.Configuration;
using Microsoft.Extensions.Options;

namespace Enterprise.Persistence.Sessions;

/// <summary>When what has ended is deleted (<c>APP_CLEAN_UP__...</c>).</summary>
public sealed class CleanUpOptions
{
    public const string Section = "CleanUp";

    /// <summary>Minutes between two clean-ups of one instance: 1 to 1440.</summary>
    public int Minutes { get; set; } = 15;

    /// <summary>Hours for which a session that was ended is kept with its reason: 0 to 8760.</summary>
    public int KeepEndedHours { get; set; } = 24;

    public TimeSpan Interval => TimeSpan.FromMinutes(Minutes);

    public TimeSpan KeepEnded => TimeSpan.FromHours(KeepEndedHours);
}

/// <summary>Lists everything that is wrong with the <see cref="CleanUpOptions"/> in one go.</summary>
public sealed class CleanUpOptionsValidator : IValidateOptions<CleanUpOptions>
{
    public ValidateOptionsResult Validate(string? name, CleanUpOptions options) =>
        new SettingFaults()
            .Range("APP_CLEAN_UP__MINUTES", options.Minutes, 1, 1440)
            .Range("APP_CLEAN_UP__KEEP_ENDED_HOURS", options.KeepEndedHours, 0, 8760)
            .Result();
}
