using Enterprise.Domain.Accounts;

namespace Enterprise.Application.Users;

/// <summary>What of an account becomes otherwise.</summary>
/// <param name="Name"><c>null</c>: it stays.</param>
/// <param name="Email"><c>null</c>: it stays.</param>
public sealed record UserChange(Guid UserId, PersonName? Name, EmailAddress? Email);

/// <summary>An account about to be made for somebody else.</summary>
/// <param name="Id">UUIDv7; the password's envelope is bound to it.</param>
/// <param name="PasswordHash">The sealed hash, as the store keeps it.</param>
/// <param name="Roles">Names, each once.</param>
public sealed record NewUser(
    Guid Id,
    EmailAddress Email,
    PersonName? Name,
    string PasswordHash,
    IReadOnlyList<Domain.Roles.RoleName> Roles
);
