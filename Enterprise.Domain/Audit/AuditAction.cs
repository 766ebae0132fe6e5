namespace Enterprise.Domain.Audit;

/// <summary>What happened, as written to the audit trail; the names are stable.</summary>
public static class AuditAction
{
    public const string Register = "accounts.register";
    public const string CreateAdmin = "accounts.create_admin";
    public const string ChangeName = "accounts.change_name";
    public const string ChangePassword = "accounts.change_password";
    public const string ChangeAvatar = "accounts.change_avatar";
    public const string DeleteAvatar = "accounts.delete_avatar";
    public const string Login = "sessions.login";

    /// <summary>A spent refresh token was presented; refreshes that go well are not audited.</summary>
    public const string Refresh = "sessions.refresh";

    public const string Logout = "sessions.logout";
    public const string LogoutAll = "sessions.logout_all";

    /// <summary>A session was ended by its owner from another one.</summary>
    public const string EndSession = "sessions.end";

    /// <summary>Failed logins reached the limit for an (account, network) pair.</summary>
    public const string Lockout = "sessions.lockout";

    /// <summary>An address used up its credential requests; written once until it is allowed again.</summary>
    public const string Throttle = "sessions.throttle";

    public const string CreateRole = "roles.create";
    public const string ChangeRole = "roles.change";
    public const string DeleteRole = "roles.delete";

    public const string CreateUser = "users.create";
    public const string ChangeUser = "users.change";
    public const string DeleteUser = "users.delete";
    public const string LockUser = "users.lock";
    public const string UnlockUser = "users.unlock";
    public const string AssignRoles = "users.assign_roles";

    /// <summary>All sessions of a person were ended by somebody else.</summary>
    public const string EndSessions = "users.end_sessions";

    public const int MaxLength = 48;

    /// <summary>All of the above.</summary>
    public static readonly IReadOnlySet<string> All = typeof(AuditAction)
        .GetFields()
        .Where(field => field.IsLiteral)
        .Select(field => field.GetRawConstantValue())
        .OfType<string>()
        .ToHashSet(StringComparer.Ordinal);
}
