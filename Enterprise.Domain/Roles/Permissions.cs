namespace Enterprise.Domain.Roles;

/// <summary>The catalogue of permissions: what a role can hold and a policy can ask for.</summary>
public static class Permissions
{
    public const string AuditRead = "audit.read";
    public const string MetricsRead = "metrics.read";
    public const string RolesAssign = "roles.assign";
    public const string RolesRead = "roles.read";
    public const string RolesWrite = "roles.write";
    public const string SessionsManage = "sessions.manage";
    public const string UsersDelete = "users.delete";
    public const string UsersLock = "users.lock";
    public const string UsersRead = "users.read";
    public const string UsersWrite = "users.write";

    /// <summary>Every permission, sorted.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        AuditRead,
        MetricsRead,
        RolesAssign,
        RolesRead,
        RolesWrite,
        SessionsManage,
        UsersDelete,
        UsersLock,
        UsersRead,
        UsersWrite,
    ];
}
