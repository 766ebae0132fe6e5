using Enterprise.Domain.Accounts;

namespace Enterprise.Application.Accounts;

/// <summary>An account about to be stored.</summary>
/// <param name="Id">UUIDv7; the password's envelope is bound to it.</param>
/// <param name="PasswordHash">The sealed hash, as the store keeps it.</param>
/// <param name="Roles">Names of roles that exist.</param>
/// <param name="AuditAction">What the audit trail calls it.</param>
public sealed record NewAccount(
    Guid Id,
    EmailAddress Email,
    PersonName? Name,
    string PasswordHash,
    IReadOnlyList<string> Roles,
    string AuditAction
);
