namespace Enterprise.Domain.Users;

/// <summary>Whether a person can get in.</summary>
public enum UserStatus
{
    Active,

    /// <summary>By an administrator, until it is unlocked: no session, no sign-in.</summary>
    Locked,
}
