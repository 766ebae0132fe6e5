namespace Enterprise.Application.Sessions;

/// <summary>Writes the two tokens of a session.</summary>
public sealed class TokenPairs(AccessTokenIssuer accessTokens, RefreshTokens refreshTokens)
{
    private const string Type = "Bearer";

    public TokenPair Write(SessionGrant grant) =>
        new(
            accessTokens.Issue(grant.UserId, grant.Next.SessionId, grant.Entitlements),
            refreshTokens.Write(grant.Next),
            Type,
            (long)accessTokens.Lifetime.TotalSeconds,
            (long)grant.Lifetime.TotalSeconds,
            grant.Next.SessionId
        );
}
