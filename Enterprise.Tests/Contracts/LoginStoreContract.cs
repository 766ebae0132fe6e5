using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Accounts;
using Enterprise.Application.Sessions;
using Enterprise.Tests.Support.InMemory;

namespace Enterprise.Tests.Contracts;

/// <summary>
/// What every <see cref="ILoginStore"/> does: its tests are in the other parts of this class. They move time, so they run one
/// after the other.
/// </summary>
[Parallelizable(ParallelScope.Self)]
public abstract partial class LoginStoreContract
{
    /// <summary>What <see cref="NewStore"/> is made with; three failures, and seven of strangers, so that few attempts say all.</summary>
    protected static readonly LockoutOptions Lockout = new()
    {
        MaxFailures = 3,
        Minutes = 15,
        MaxFailuresOfStrangers = 7,
        KnownNetworkDays = 90,
    };

    /// <summary>So many that nothing here is throttled.</summary>
    protected static readonly CredentialLimitOptions Unlimited = new() { CredentialsPerMinutePerClient = 1_000_000 };

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>The port with <see cref="Lockout"/>; a new instance on the same storage with every call, as another machine has it.</summary>
    protected abstract ILoginStore NewStore(CredentialLimitOptions limits);

    /// <summary>The accounts on the same storage.</summary>
    protected abstract IAccountStore NewAccounts();

    /// <summary>Lets time pass for all that is stored.</summary>
    protected abstract Task AdvanceAsync(TimeSpan time);

    /// <summary>Gives an account another security stamp, as a change of password does.</summary>
    protected abstract Task ChangeStampAsync(Guid userId);

    /// <summary>Locks an account, as an administrator does.</summary>
    protected abstract Task LockAsync(Guid userId);

    /// <summary>Deletes an account.</summary>
    protected abstract Task DeleteAsync(Guid userId);

    /// <summary>The ids of the sessions stored for a user.</summary>
    protected abstract Task<IReadOnlyList<Guid>> SessionsOfAsync(Guid userId);

    /// <summary>The audit entries that were written for a request.</summary>
    protected abstract Task<IReadOnlyList<AuditFact>> AuditOfAsync(string requestId);

    /// <summary>Makes an account, and the keys that its logins are counted by.</summary>
    private async Task<(NewAccount Account, LoginKeys Keys)> GivenAccountAsync(params string[] roles)
    {
        var account = Given.Account(roles: roles);
        var stored = await NewAccounts().RegisterAsync(account, Given.Origin(), CancellationToken.None);
        Assert.That(stored.Failure, Is.Null);
        return (account, Given.Keys(account.Email));
    }

    private Task<LoginAttempt> BeginAsync(LoginKeys keys, RequestOrigin? origin = null) =>
        NewStore(Unlimited).BeginLoginAsync(keys, origin ?? Given.Origin(), CancellationToken.None);

    private Task<SessionGrant?> OpenAsync(
        NewSession session,
        LoginKeys keys,
        RequestOrigin? origin = null,
        LoginAttempt? attempt = null
    ) =>
        NewStore(Unlimited)
            .OpenAsync(session, Given.Proved(keys, attempt), origin ?? Given.Origin(), CancellationToken.None);

    private Task ReturnAsync(LoginKeys keys, LoginAttempt? attempt = null) =>
        NewStore(Unlimited).ReturnAttemptAsync(Given.Proved(keys, attempt).Attempt, keys, CancellationToken.None);

    private async Task FailAsync(LoginKeys keys, int times)
    {
        for (var i = 0; i < times; i++)
            await BeginAsync(keys);
    }
}
