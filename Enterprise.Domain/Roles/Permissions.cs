namespace Enterprise.Domain.Roles;

/// <summary>The catalogue of permissions: what a role can hold and a policy can ask for.</summary>
public static class Permissions
{
    public const string UsersRead = "users.read";
    public const string UsersWrite = "users.write";
    public const string UsersDelete = "users.delete";
    public const string UsersLock = "users.lock";
    public const string SessionsManage = "sessions.manage";
    public const string RolesRead = "roles.read";
    public const string RolesWrite = "roles.write";
    public const string RolesAssign = "roles.assign";
    public const string AuditRead = "audit.read";
    public const string MetricsRead = "metrics.read";

    /// <summary>Every permission, in the order of the list above.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        UsersRead,
        UsersWrite,
        UsersDelete,
        UsersLock,
        SessionsManage,
        RolesRead,
        RolesWrite,
        RolesAssign,
        AuditRead,
        MetricsRead,
    ];
}
