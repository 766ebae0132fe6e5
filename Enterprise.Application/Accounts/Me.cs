namespace Enterprise.Application.Accounts;

/// <summary>The caller's own account and session.</summary>
/// <param name="Id" example="0197a3c2-b1d4-7e0f-9a6b-5c4d3e2f1a0b">UUIDv7.</param>
/// <param name="Email" example="ada@example.com">Canonical: lower-case.</param>
/// <param name="Name" example="Ada Lovelace">What the person is called; <c>null</c> where they did not say.</param>
/// <param name="Roles" example='["auditor","user"]'>Names of the roles held, sorted.</param>
/// <param name="Permissions" example='["audit.read"]'>What those roles allow together, sorted.</param>
/// <param name="CreatedAt" example="2026-03-14T09:26:53.589793Z">RFC 3339, UTC.</param>
/// <param name="SessionId" example="0197a3c4-0f2e-7b61-8d3c-2a1b0c9d8e7f">The session that the access token belongs to.</param>
public sealed record Me(
    Guid Id,
    string Email,
    string? Name,
    IReadOnlyList<string> Roles,
    IReadOnlyList<string> Permissions,
    DateTimeOffset CreatedAt,
    Guid SessionId
);
