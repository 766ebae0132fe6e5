using Enterprise.Application.Accounts;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Common;

namespace Enterprise.Application.Abstractions;

/// <summary>Accounts as the Accounts slice needs them.</summary>
public interface IAccountStore
{
    /// <summary>
    /// Says early that an address is taken, and audits it as <see cref="RegisterAsync"/> would. That it is not taken now
    /// promises nothing.
    /// </summary>
    Task<bool> RefuseTakenAsync(EmailAddress email, RequestOrigin origin, CancellationToken ct);

    /// <summary>
    /// Stores the account, its roles and the audit entry, all or nothing. A taken address is
    /// <c>accounts.email_taken</c>, decided by the database and audited.
    /// </summary>
    Task<Result<Unit>> RegisterAsync(NewAccount account, RequestOrigin origin, CancellationToken ct);

    /// <summary>The account as its owner sees it, or <c>null</c> where it is gone.</summary>
    Task<AccountDetails?> FindAsync(Guid userId, CancellationToken ct);
}
