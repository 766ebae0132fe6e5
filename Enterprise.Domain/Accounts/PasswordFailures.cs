using Enterprise.Domain.Common;

namespace Enterprise.Domain.Accounts;

/// <summary>Refusals of whatever has to hash a password.</summary>
public static class PasswordFailures
{
    /// <summary>More sign-ins than the processor can hash; nothing was verified and no failure was counted.</summary>
    public static readonly Failure Busy = new(
        FailureKind.Unavailable,
        "passwords.busy",
        "Too many passwords are being checked at the moment; try again in a second."
    )
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };
}
