namespace Enterprise.Application.Authorization;

/// <summary>Who calls, as proved by the access token.</summary>
public sealed record Caller(
    Guid UserId,
    Guid SessionId,
    IReadOnlyList<string> Roles,
    IReadOnlyList<string> Permissions
);
