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

    /// <summary>Every permission with what it allows, sorted by name.</summary>
    public static readonly IReadOnlyList<Permission> Catalogue =
    [
        new(AuditRead, "Read the audit trail."),
        new(MetricsRead, "See live numbers of the running program."),
        new(RolesAssign, "Give people roles and take them away."),
        new(RolesRead, "See roles and what they allow."),
        new(RolesWrite, "Make, change and delete roles."),
        new(SessionsManage, "See and end the sessions of other people."),
        new(UsersDelete, "Delete accounts."),
        new(UsersLock, "Lock and unlock accounts."),
        new(UsersRead, "See other people's accounts."),
        new(UsersWrite, "Make and change other people's accounts."),
    ];

    /// <summary>The name of every permission, sorted.</summary>
    public static readonly IReadOnlyList<string> All = [.. Catalogue.Select(permission => permission.Name)];
}
