namespace Enterprise.Application.Sessions;

/// <summary>A session about to be opened. Its times are set by the database's clock.</summary>
/// <param name="First">Its first refresh token; the session's id is a UUIDv7.</param>
/// <param name="SecurityStamp">The stamp of the account whose password was verified.</param>
/// <param name="RenewedPasswordHash">A stored form with current parameters, where the verified one was older.</param>
public sealed record NewSession(RefreshToken First, Guid UserId, string SecurityStamp, string? RenewedPasswordHash)
{
    public Guid Id => First.SessionId;
}
