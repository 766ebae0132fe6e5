namespace Enterprise.Domain.Sessions;

/// <summary>Why a session ended before its time, as stored with it; the names are stable.</summary>
public static class SessionEnd
{
    public const string Logout = "logout";
    public const string LogoutAll = "logout_all";

    /// <summary>Its owner ended it from another device.</summary>
    public const string EndedByOwner = "ended_by_owner";

    /// <summary>Somebody who manages sessions ended all of its owner's.</summary>
    public const string EndedByAdministrator = "ended_by_administrator";

    public const string PasswordChanged = "password_changed";
    public const string AccountLocked = "account_locked";

    /// <summary>Stored nowhere, for the session is deleted too; only a metric says it.</summary>
    public const string AccountDeleted = "account_deleted";

    /// <summary>A spent refresh token was presented again: somebody has a copy.</summary>
    public const string RefreshReused = "refresh_reused";

    public const int MaxLength = 32;

    /// <summary>All of the above.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        Logout,
        LogoutAll,
        EndedByOwner,
        EndedByAdministrator,
        PasswordChanged,
        AccountLocked,
        AccountDeleted,
        RefreshReused,
    ];
}
