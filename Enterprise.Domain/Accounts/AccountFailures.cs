using Enterprise.Domain.Common;

namespace Enterprise.Domain.Accounts;

/// <summary>Refusals of the Accounts slice.</summary>
public static class AccountFailures
{
    public static readonly Failure EmailTaken = new(
        FailureKind.Conflict,
        "accounts.email_taken",
        "An account with this e-mail address exists already."
    );

    /// <summary>The access token is genuine but its account is gone.</summary>
    public static readonly Failure Gone = new(
        FailureKind.Unauthenticated,
        "auth.invalid_token",
        "The access token is not valid."
    );
}
