namespace Enterprise.Application.Accounts;

/// <summary>A password about to take the place of another.</summary>
/// <param name="SessionId">The session that goes on; every other one of the account ends.</param>
/// <param name="SecurityStamp">The stamp of the account whose old password was verified.</param>
/// <param name="PasswordHash">The sealed hash, as the store keeps it.</param>
public sealed record NewPassword(Guid UserId, Guid SessionId, string SecurityStamp, string PasswordHash);
