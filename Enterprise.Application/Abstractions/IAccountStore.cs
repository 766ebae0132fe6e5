using Enterprise.Application.Accounts;
using Enterprise.Domain.Common;

namespace Enterprise.Application.Abstractions;

/// <summary>Accounts as the Accounts slice needs them.</summary>
public interface IAccountStore
{
    /// <summary>
    /// Stores the account, its roles and the audit entry, all or nothing. A taken address is
    /// <c>accounts.email_taken</c>, decided by the database and audited.
    /// </summary>
    Task<Result<Unit>> RegisterAsync(NewAccount account, RequestOrigin origin, CancellationToken ct);

    /// <summary>The account as its owner sees it, or <c>null</c> where it is gone.</summary>
    Task<AccountDetails?> FindAsync(Guid userId, CancellationToken ct);
}
