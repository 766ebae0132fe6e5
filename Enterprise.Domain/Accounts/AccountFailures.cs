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

    /// <summary>
    /// The one answer to a current password that is not accepted, be it wrong or locked out. Not a 401: the access token is good, and
    /// clients throw theirs away at one.
    /// </summary>
    public static readonly Failure WrongPassword = RequestFailures.Invalid([
        new FieldError(
            "current_password",
            "wrong_password",
            "This is not the current password, or it cannot be used at the moment."
        ),
    ]);

    /// <summary>The access token is genuine but its account is gone.</summary>
    public static readonly Failure Gone = new(
        FailureKind.Unauthenticated,
        "auth.invalid_token",
        "The access token is not valid."
    );
}
