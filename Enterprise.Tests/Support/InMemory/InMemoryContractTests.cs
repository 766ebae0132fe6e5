using Enterprise.Application.Abstractions;
using Enterprise.Application.Sessions;
using Enterprise.Domain.Roles;
using Enterprise.Tests.Contracts;

namespace Enterprise.Tests.Support.InMemory;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class InMemoryAccountStoreTests : AccountStoreContract
{
    private readonly World world = new(new ManualClock());

    protected override IAccountStore NewStore() => new InMemoryAccountStore(world);

    protected override ILoginStore NewLogins() =>
        new InMemoryLoginStore(
            world,
            new InMemoryCredentialThrottle(world, Unlimited),
            new LockoutOptions(),
            new SessionOptions()
        );

    protected override IAuditTrail NewTrail() => new InMemoryAuditTrail(world);

    protected override Task LockAsync(Guid userId)
    {
        world.Accounts[userId].IsLocked = true;
        return Task.CompletedTask;
    }

    protected override Task DeleteAsync(Guid userId)
    {
        world.Accounts.Remove(userId);
        return Task.CompletedTask;
    }

    protected override Task<IReadOnlyList<Guid>> OpenSessionsOfAsync(Guid userId)
    {
        lock (world.Gate)
            return Task.FromResult<IReadOnlyList<Guid>>([
                .. world
                    .Sessions.Where(session => session.UserId == userId && !session.IsEnded)
                    .Select(session => session.Id),
            ]);
    }

    protected override Task<IReadOnlyList<AuditFact>> AuditOfAsync(string requestId) => world.AuditOfAsync(requestId);
}

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class InMemoryAuditTrailTests : AuditTrailContract
{
    private readonly World world = new(new ManualClock());

    protected override IAuditTrail NewTrail() => new InMemoryAuditTrail(world);

    protected override IAccountStore NewAccounts() => new InMemoryAccountStore(world);

    protected override IRoleCatalogue NewRoles() => new InMemoryRoleCatalogue(world);
}

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class InMemoryAvatarStoreTests : AvatarStoreContract
{
    private readonly World world = new(new ManualClock());
    private readonly InMemoryAvatarStore store;

    public InMemoryAvatarStoreTests() => store = new InMemoryAvatarStore(world);

    protected override IAvatarStore NewStore() => store;

    protected override IAccountStore NewAccounts() => new InMemoryAccountStore(world);

    protected override Task LockAsync(Guid userId)
    {
        world.Lock(userId);
        return Task.CompletedTask;
    }

    protected override Task DeleteAsync(Guid userId)
    {
        lock (world.Gate)
            world.Accounts.Remove(userId);
        return Task.CompletedTask;
    }

    protected override Task<(int Avatars, int Chunks)> CountAsync(Guid userId) =>
        Task.FromResult(store.CountOf(userId));

    protected override Task<IReadOnlyList<AuditFact>> AuditOfAsync(string requestId) => world.AuditOfAsync(requestId);
}

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class InMemoryCredentialThrottleTests : CredentialThrottleContract
{
    private readonly ManualClock clock = new();
    private readonly World world;
    private readonly InMemoryCredentialThrottle throttle;

    public InMemoryCredentialThrottleTests()
    {
        world = new World(clock);
        throttle = new InMemoryCredentialThrottle(world, Limits);
    }

    protected override ICredentialThrottle NewThrottle() => throttle;

    protected override Task AdvanceAsync(TimeSpan time)
    {
        clock.Advance(time);
        return Task.CompletedTask;
    }

    protected override Task<IReadOnlyList<AuditFact>> AuditOfAsync(string requestId) => world.AuditOfAsync(requestId);
}

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class InMemoryLoginStoreTests : LoginStoreContract
{
    private readonly ManualClock clock = new();
    private readonly World world;
    private readonly InMemoryLoginStore unlimited;

    public InMemoryLoginStoreTests()
    {
        world = new World(clock);
        unlimited = New(Unlimited);
    }

    protected override ILoginStore NewStore(CredentialLimitOptions limits) =>
        limits == Unlimited ? unlimited : New(limits);

    protected override IAccountStore NewAccounts() => new InMemoryAccountStore(world);

    protected override Task AdvanceAsync(TimeSpan time) => DoAsync(() => clock.Advance(time));

    protected override Task ChangeStampAsync(Guid userId) =>
        DoAsync(() => world.Accounts[userId].Stamp = "another stamp");

    protected override Task LockAsync(Guid userId) => DoAsync(() => world.Accounts[userId].IsLocked = true);

    protected override Task DeleteAsync(Guid userId) => DoAsync(() => world.Accounts.Remove(userId));

    protected override Task<IReadOnlyList<Guid>> SessionsOfAsync(Guid userId) =>
        Task.FromResult<IReadOnlyList<Guid>>([
            .. world.Sessions.Where(open => open.UserId == userId).Select(open => open.Id),
        ]);

    protected override Task<IReadOnlyList<AuditFact>> AuditOfAsync(string requestId) => world.AuditOfAsync(requestId);

    private InMemoryLoginStore New(CredentialLimitOptions limits) =>
        new(world, new InMemoryCredentialThrottle(world, limits), Lockout, new SessionOptions());

    private static Task DoAsync(Action change)
    {
        change();
        return Task.CompletedTask;
    }
}

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class InMemoryRoleCatalogueTests : RoleCatalogueContract
{
    private readonly World world = new(new ManualClock());

    protected override IRoleCatalogue NewCatalogue() => new InMemoryRoleCatalogue(world);

    protected override IAccountStore NewAccounts() => new InMemoryAccountStore(world);

    protected override IAuditTrail NewTrail() => new InMemoryAuditTrail(world);

    protected override Task<IReadOnlyList<AuditFact>> AuditOfAsync(string requestId) => world.AuditOfAsync(requestId);
}

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class InMemorySessionStoreTests : SessionStoreContract
{
    private readonly ManualClock clock = new();
    private readonly World world;

    public InMemorySessionStoreTests() => world = new World(clock);

    protected override ISessionStore NewStore(CredentialLimitOptions limits) => Stores.GetOrAdd(limits, New);

    protected override ILoginStore NewLogins() =>
        new InMemoryLoginStore(
            world,
            new InMemoryCredentialThrottle(world, Unlimited),
            new LockoutOptions(),
            new SessionOptions()
        );

    protected override IAccountStore NewAccounts() => new InMemoryAccountStore(world);

    protected override Task AdvanceAsync(TimeSpan time)
    {
        clock.Advance(time);
        return Task.CompletedTask;
    }

    protected override Task LockAsync(Guid userId)
    {
        world.Lock(userId);
        return Task.CompletedTask;
    }

    protected override Task ChangeRolesAsync(Guid userId)
    {
        world.Accounts[userId].Version++;
        return Task.CompletedTask;
    }

    protected override Task<IReadOnlyList<AuditFact>> AuditOfAsync(string requestId) => world.AuditOfAsync(requestId);

    private System.Collections.Concurrent.ConcurrentDictionary<CredentialLimitOptions, ISessionStore> Stores { get; } =
        new();

    private InMemorySessionStore New(CredentialLimitOptions limits) =>
        new(world, new InMemoryCredentialThrottle(world, limits), new SessionOptions());
}

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class InMemoryUserDirectoryTests : UserDirectoryContract
{
    private readonly World world = new(new ManualClock());

    protected override IUserDirectory NewDirectory() => new InMemoryUserDirectory(world);

    protected override IAccountStore NewAccounts() => new InMemoryAccountStore(world);

    protected override ILoginStore NewLogins() =>
        new InMemoryLoginStore(
            world,
            new InMemoryCredentialThrottle(world, Unlimited),
            new LockoutOptions(),
            new SessionOptions()
        );

    protected override IRoleCatalogue NewRoles() => new InMemoryRoleCatalogue(world);

    protected override Task OnlyTheseAreAdminsAsync(params Guid[] users)
    {
        foreach (var account in world.Accounts.Values.Where(account => !users.Contains(account.Registered.Id)))
            account.Roles.Remove(BuiltInRoles.Admin);
        return Task.CompletedTask;
    }

    protected override Task<IReadOnlyList<AuditFact>> AuditOfAsync(string requestId) => world.AuditOfAsync(requestId);
}
