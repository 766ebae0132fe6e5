namespace Enterprise.Application.Accounts;

/// <summary>The caller's own account and session.</summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="Email">Canonical: lower-case.</param>
/// <param name="Name">What the person is called; <c>null</c> where they did not say.</param>
/// <param name="Roles">Names of the roles held, sorted.</param>
/// <param name="Permissions">What those roles allow together, sorted.</param>
/// <param name="CreatedAt">RFC 3339, UTC.</param>
/// <param name="SessionId">The session that the access token belongs to.</param>
public sealed record Me(
    Guid Id,
    string Email,
    string? Name,
    IReadOnlyList<string> Roles,
    IReadOnlyList<string> Permissions,
    DateTimeOffset CreatedAt,
    Guid SessionId
);
