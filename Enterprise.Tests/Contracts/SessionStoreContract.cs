using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Sessions;
using Enterprise.Domain.Accounts;
using Enterprise.Tests.Support.InMemory;

namespace Enterprise.Tests.Contracts;

/// <summary>
/// What every <see cref="ISessionStore"/> does: its tests are in the other parts of this class. They move time, so they run one
/// after the other.
/// </summary>
[Parallelizable(ParallelScope.Self)]
public abstract partial class SessionStoreContract
{
    /// <summary>So many that nothing here is throttled.</summary>
    protected static readonly CredentialLimitOptions Unlimited = new() { CredentialsPerMinutePerClient = 1_000_000 };

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Idle = TimeSpan.FromDays(7);
    private static readonly TimeSpan Absolute = TimeSpan.FromDays(30);

    /// <summary>The port with default lifetimes; a new instance on the same storage with every call, as another machine has it.</summary>
    protected abstract ISessionStore NewStore(CredentialLimitOptions limits);

    protected abstract ILoginStore NewLogins();

    protected abstract IAccountStore NewAccounts();

    /// <summary>Lets time pass for all that is stored.</summary>
    protected abstract Task AdvanceAsync(TimeSpan time);

    /// <summary>Locks an account, as an administrator does.</summary>
    protected abstract Task LockAsync(Guid userId);

    /// <summary>Gives an account one more role or takes it.</summary>
    protected abstract Task ChangeRolesAsync(Guid userId);

    /// <summary>The audit entries that were written for a request.</summary>
    protected abstract Task<IReadOnlyList<AuditFact>> AuditOfAsync(string requestId);

    private async Task<Guid> GivenUserAsync()
    {
        var account = Given.Account();
        var stored = await NewAccounts().RegisterAsync(account, Given.Origin(), CancellationToken.None);
        Assert.That(stored.Failure, Is.Null);
        emails[account.Id] = account.Email;
        return account.Id;
    }

    private readonly Dictionary<Guid, EmailAddress> emails = [];

    /// <summary>Opens a session of a user, or of a new one; gives its first refresh token.</summary>
    private async Task<(Guid User, RefreshToken First)> GivenSessionAsync(Guid? user = null)
    {
        var owner = user ?? await GivenUserAsync();
        var keys = Given.Keys(emails[owner]);
        var attempt = await NewLogins().BeginLoginAsync(keys, Given.Origin(), CancellationToken.None);
        var session = Given.Session(attempt.Account!);
        var grant = await NewLogins()
            .OpenAsync(session, Given.Proved(keys, attempt), Given.Origin(), CancellationToken.None);
        Assert.That(grant, Is.Not.Null);
        return (owner, session.First);
    }

    private Task<RefreshAttempt> RefreshAsync(RefreshToken token, RequestOrigin? origin = null) =>
        NewStore(Unlimited).RefreshAsync(token, origin ?? Given.Origin(), CancellationToken.None);

    /// <summary>Refreshes and demands success; gives the token that is good now.</summary>
    private async Task<RefreshToken> RotateAsync(RefreshToken token)
    {
        var attempt = await RefreshAsync(token);
        Assert.That(attempt.Outcome, Is.EqualTo(RefreshOutcome.Rotated));
        return attempt.Grant!.Next;
    }

    private async Task<RefreshOutcome> OutcomeAsync(RefreshToken token) => (await RefreshAsync(token)).Outcome;
}
