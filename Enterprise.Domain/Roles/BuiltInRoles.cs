namespace Enterprise.Domain.Roles;

/// <summary>The roles that every installation has: <c>user</c> holds nothing but oneself, <c>admin</c> every permission.</summary>
public static class BuiltInRoles
{
    public const string User = "user";
    public const string Admin = "admin";
}
