namespace Enterprise.Application.Sessions;

/// <summary>A counted attempt, and the account it is for.</summary>
/// <param name="Wait">How long the address has to wait; <c>null</c> where it may go on.</param>
/// <param name="Failures">The attempts of this (account, network) pair, this one included.</param>
/// <param name="MaxFailures">How many of them are verified before the pair is locked out.</param>
/// <param name="Account">The account, or <c>null</c> where there is none.</param>
public sealed record LoginAttempt(TimeSpan? Wait, int Failures, int MaxFailures, LoginAccount? Account)
{
    /// <summary>The limit was reached before this attempt: it fails whatever the password.</summary>
    public bool IsLockedOut => Failures > MaxFailures;

    /// <summary>If this attempt fails, the pair is locked out from now on.</summary>
    public bool IsLast => Failures == MaxFailures;
}

/// <summary>What a login needs to know of an account.</summary>
/// <param name="PasswordHash">The sealed hash.</param>
/// <param name="SecurityStamp">Changes with the password; proves that what was verified is still what is stored.</param>
/// <param name="IsLocked">An administrator locked it.</param>
public sealed record LoginAccount(Guid UserId, string PasswordHash, string SecurityStamp, bool IsLocked);
