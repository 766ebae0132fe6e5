namespace Enterprise.Application.Sessions;

/// <summary>A counted attempt, and the account it is for.</summary>
/// <param name="Wait">How long the address has to wait; <c>null</c> where it may go on.</param>
/// <param name="Failures">The attempts of this (account, network) pair, this one included.</param>
/// <param name="MaxFailures">How many of them are verified before the pair is locked out.</param>
/// <param name="Account">The account, or <c>null</c> where there is none.</param>
public sealed record LoginAttempt(TimeSpan? Wait, int Failures, int MaxFailures, LoginAccount? Account)
{
    /// <summary>
    /// The attempts on the account from all networks that it has not signed in from lately, this one included; 0 where it comes from a network
    /// that the account is known in, or was not counted.
    /// </summary>
    public int StrangerFailures { get; init; }

    /// <summary>How many of them are verified before strangers are locked out.</summary>
    public int MaxStrangerFailures { get; init; } = int.MaxValue;

    /// <summary>A limit was reached before this attempt: it fails whatever the password.</summary>
    public bool IsLockedOut => Failures > MaxFailures || StrangerFailures > MaxStrangerFailures;

    /// <summary>If this attempt fails, the pair, or all strangers, are locked out from now on.</summary>
    public bool IsLast => !IsLockedOut && (Failures == MaxFailures || StrangerFailures == MaxStrangerFailures);

    /// <summary>It added one to the failures of the pair: beyond the limit nothing is added.</summary>
    public bool IsCounted => Wait is null && Failures <= MaxFailures;

    /// <summary>It added one to those of strangers.</summary>
    public bool IsCountedAsStranger => StrangerFailures > 0 && StrangerFailures <= MaxStrangerFailures;
}

/// <summary>What a login needs to know of an account.</summary>
/// <param name="PasswordHash">The sealed hash.</param>
/// <param name="SecurityStamp">Changes with the password; proves that what was verified is still what is stored.</param>
/// <param name="IsLocked">An administrator locked it.</param>
public sealed record LoginAccount(Guid UserId, string PasswordHash, string SecurityStamp, bool IsLocked);
