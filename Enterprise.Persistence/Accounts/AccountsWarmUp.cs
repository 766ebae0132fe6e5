using Enterprise.Application;
using Enterprise.Application.Accounts;
using Enterprise.Application.Health;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Roles;

namespace Enterprise.Persistence.Accounts;

/// <summary>Makes an account that never is: EF Core needs several times as long for the first one.</summary>
internal sealed class AccountsWarmUp(AccountStore accounts, TimeProvider time) : IWarmUp
{
    public bool NeedsDatabase => true;

    public Task RunAsync(CancellationToken ct)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow());
        // Of several instances that start at once none may wait for the other's.
        _ = EmailAddress.TryParse($"{id:N}@rehearsal.invalid", out var email);
        var nobody = new NewAccount(id, email!, null, "", [BuiltInRoles.User], AuditAction.Register);
        return accounts.RehearseAsync(nobody, new RequestOrigin(null, null, ""), ct);
    }
}
