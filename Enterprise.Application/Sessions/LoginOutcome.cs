using Enterprise.Domain.Audit;

namespace Enterprise.Application.Sessions;

/// <summary>How a login, or another use of the password, ended; told to operators, while clients get one refusal for most of them.</summary>
public static class LoginOutcome
{
    public const string Succeeded = AuditOutcome.Succeeded;
    public const string WrongPassword = AuditOutcome.WrongPassword;
    public const string UnknownAccount = AuditOutcome.UnknownAccount;
    public const string AccountLocked = AuditOutcome.AccountLocked;
    public const string LockedOut = AuditOutcome.LockedOut;

    /// <summary>The password was right, but the account was changed, locked or deleted before it was used.</summary>
    public const string Overtaken = "overtaken";

    /// <summary>The network used up its allowance; nothing was looked at.</summary>
    public const string Throttled = "throttled";

    /// <summary>The hashing queue, or that of the account, was full or too slow.</summary>
    public const string Busy = "busy";

    /// <summary>The database was away, the client left, or there is a bug: nothing is known of the password.</summary>
    public const string Failed = "failed";

    public static readonly IReadOnlyList<string> All =
    [
        Succeeded,
        WrongPassword,
        UnknownAccount,
        AccountLocked,
        LockedOut,
        Overtaken,
        Throttled,
        Busy,
        Failed,
    ];
}
