namespace Enterprise.Domain.Audit;

/// <summary>How it ended, as written to the audit trail; the names are stable and tell operators what clients are not told.</summary>
public static class AuditOutcome
{
    public const string Succeeded = "succeeded";
    public const string EmailTaken = "email_taken";
    public const string UnknownAccount = "unknown_account";
    public const string WrongPassword = "wrong_password";
    public const string AccountLocked = "account_locked";
    public const string LockedOut = "locked_out";
    public const string ReuseDetected = "reuse_detected";

    /// <summary>The caller would have granted a permission that they do not hold.</summary>
    public const string BeyondOwn = "beyond_own";

    public const string Refused = "refused";

    public const int MaxLength = 32;

    /// <summary>All of the above.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        Succeeded,
        EmailTaken,
        UnknownAccount,
        WrongPassword,
        AccountLocked,
        LockedOut,
        ReuseDetected,
        BeyondOwn,
        Refused,
    ];
}
