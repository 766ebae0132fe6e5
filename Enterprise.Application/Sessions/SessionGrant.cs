namespace Enterprise.Application.Sessions;

/// <summary>A session that may go on, and what its next tokens have to say.</summary>
/// <param name="Next">The refresh token that is good now.</param>
/// <param name="Lifetime">How long that token is good for if it is not used, by the database's clock.</param>
public sealed record SessionGrant(Guid UserId, RefreshToken Next, TimeSpan Lifetime, Entitlements Entitlements);
