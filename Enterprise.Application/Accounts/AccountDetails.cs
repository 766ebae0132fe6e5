namespace Enterprise.Application.Accounts;

/// <summary>An account as stored, without anything secret.</summary>
/// <param name="Tag">Of this state: another one after every change of the account or of the roles it holds.</param>
public sealed record AccountDetails(
    Guid Id,
    string Email,
    string? Name,
    IReadOnlyList<string> Roles,
    IReadOnlyList<string> Permissions,
    DateTimeOffset CreatedAt,
    string Tag
);
