using Enterprise.Application.Accounts;
using Enterprise.Application.Sessions;
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

    /// <summary>
    /// Changes the name and writes the audit entry, in one statement that also checks the state: <c>request.precondition_failed</c>
    /// where it is another one, so of two who read the same only one changes it.
    /// </summary>
    Task<Result<AccountDetails>> ChangeNameAsync(
        Guid userId,
        PersonName name,
        IfMatch ifMatch,
        RequestOrigin origin,
        CancellationToken ct
    );

    /// <summary>
    /// Puts the new hash in place, ends the account's other sessions, forgets the failures of the pair and writes the audit entry,
    /// in one transaction; no login with the old password opens a session afterwards. Gives the ids of the sessions that ended, or
    /// <c>null</c> where the account was locked, deleted or given another password in the meantime, which is audited.
    /// </summary>
    Task<IReadOnlyList<Guid>?> ChangePasswordAsync(
        NewPassword password,
        ProvedAccount proved,
        RequestOrigin origin,
        CancellationToken ct
    );
}
