namespace Enterprise.Application.Sessions;

/// <summary>What an access token states (RFC 9068 section 2.2), after every check.</summary>
/// <param name="Id">The claim <c>jti</c>.</param>
/// <param name="UserId">The claim <c>sub</c>.</param>
/// <param name="SessionId">The claim <c>sid</c>.</param>
/// <param name="Entitlements">The claims <c>roles</c>, <c>permissions</c> and <c>ver</c>.</param>
public sealed record AccessToken(
    Guid Id,
    Guid UserId,
    Guid SessionId,
    DateTimeOffset IssuedAt,
    DateTimeOffset ExpiresAt,
    Entitlements Entitlements
);
