namespace Enterprise.Application.Sessions;

/// <summary>A session about to be opened. Its times are set by the database's clock.</summary>
/// <param name="Id">UUIDv7; the family of its refresh tokens.</param>
/// <param name="Salt">16 random bytes that its refresh tokens are derived with.</param>
/// <param name="SecurityStamp">The stamp of the account whose password was verified.</param>
/// <param name="RenewedPasswordHash">A stored form with current parameters, where the verified one was older.</param>
public sealed record NewSession(Guid Id, Guid UserId, byte[] Salt, string SecurityStamp, string? RenewedPasswordHash)
{
    /// <summary>The generation of a session's first refresh token; each refresh adds one.</summary>
    public const int FirstGeneration = 1;
}
