namespace Enterprise.Application.Accounts;

/// <summary>An account as stored, without anything secret.</summary>
public sealed record AccountDetails(
    Guid Id,
    string Email,
    string? Name,
    IReadOnlyList<string> Roles,
    IReadOnlyList<string> Permissions,
    DateTimeOffset CreatedAt
);
