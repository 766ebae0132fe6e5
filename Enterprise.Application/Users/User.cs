using Enterprise.Domain.Users;

namespace Enterprise.Application.Users;

/// <summary>A person's account as those see it who administer people.</summary>
/// <param name="Id" example="0197a3c2-b1d4-7e0f-9a6b-5c4d3e2f1a0b">UUIDv7.</param>
/// <param name="Email" example="ada@example.com">The address to sign in with. Canonical: lower-case.</param>
/// <param name="Name" example="Ada Lovelace">What the person is called; <c>null</c> where they did not say.</param>
/// <param name="Roles" example='["auditor","user"]'>Names of the roles held, sorted.</param>
/// <param name="Status" example="active">`locked`: by an administrator; there is no session and no sign-in until it is unlocked.</param>
/// <param name="CreatedAt" example="2026-03-14T09:26:53.589793Z">RFC 3339, UTC.</param>
/// <param name="UpdatedAt" example="2026-04-01T16:20:00.120455Z">When address, name, password, roles or status changed last; RFC 3339, UTC.</param>
public sealed record User(
    Guid Id,
    string Email,
    string? Name,
    IReadOnlyList<string> Roles,
    UserStatus Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
);
