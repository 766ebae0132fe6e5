using Enterprise.Application.Abstractions;
using Enterprise.Application.Sessions;
using Enterprise.Tests.Contracts;
using Enterprise.Tests.Support.InMemory;

namespace Enterprise.Tests.Persistence;

internal sealed class AccountStoreTests : AccountStoreContract
{
    private StoreProvider stores = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => stores = await StoreProvider.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await stores.DisposeAsync();

    protected override IAccountStore NewStore() => stores.New<IAccountStore>(Unlimited);

    protected override ILoginStore NewLogins() => stores.New<ILoginStore>(Unlimited);

    protected override IAuditTrail NewTrail() => stores.New<IAuditTrail>(Unlimited);

    protected override Task LockAsync(Guid userId) =>
        stores.ExecuteAsync("UPDATE users SET locked_at = now() WHERE id = $1", userId);

    protected override Task DeleteAsync(Guid userId) => stores.ExecuteAsync("DELETE FROM users WHERE id = $1", userId);

    protected override Task<IReadOnlyList<Guid>> OpenSessionsOfAsync(Guid userId) => stores.OpenSessionsOfAsync(userId);

    protected override Task<IReadOnlyList<AuditFact>> AuditOfAsync(string requestId) => stores.AuditOfAsync(requestId);
}

internal sealed class AuditTrailStoreTests : AuditTrailContract
{
    private static readonly CredentialLimitOptions Limits = new();

    private StoreProvider stores = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => stores = await StoreProvider.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await stores.DisposeAsync();

    protected override IAuditTrail NewTrail() => stores.New<IAuditTrail>(Limits);

    protected override IAccountStore NewAccounts() => stores.New<IAccountStore>(Limits);

    protected override IRoleCatalogue NewRoles() => stores.New<IRoleCatalogue>(Limits);
}

internal sealed class AvatarStoreTests : AvatarStoreContract
{
    private StoreProvider stores = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => stores = await StoreProvider.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await stores.DisposeAsync();

    protected override IAvatarStore NewStore() => stores.New<IAvatarStore>(new CredentialLimitOptions());

    protected override IAccountStore NewAccounts() => stores.New<IAccountStore>(new CredentialLimitOptions());

    protected override Task LockAsync(Guid userId) =>
        stores.ExecuteAsync("UPDATE users SET locked_at = now() WHERE id = $1", userId);

    protected override Task DeleteAsync(Guid userId) => stores.ExecuteAsync("DELETE FROM users WHERE id = $1", userId);

    protected override Task<(int Avatars, int Chunks)> CountAsync(Guid userId) => stores.AvatarsOfAsync(userId);

    protected override Task<IReadOnlyList<AuditFact>> AuditOfAsync(string requestId) => stores.AuditOfAsync(requestId);
}

internal sealed class CredentialThrottleStoreTests : CredentialThrottleContract
{
    private StoreProvider stores = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => stores = await StoreProvider.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await stores.DisposeAsync();

    protected override ICredentialThrottle NewThrottle() => stores.New<ICredentialThrottle>(Limits);

    protected override Task AdvanceAsync(TimeSpan time) => stores.AdvanceAsync(time);

    protected override Task<IReadOnlyList<AuditFact>> AuditOfAsync(string requestId) => stores.AuditOfAsync(requestId);
}

internal sealed class LoginStoreTests : LoginStoreContract
{
    private StoreProvider stores = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => stores = await StoreProvider.StartAsync(Lockout);

    [OneTimeTearDown]
    public async Task StopAsync() => await stores.DisposeAsync();

    protected override ILoginStore NewStore(CredentialLimitOptions limits) => stores.New<ILoginStore>(limits);

    protected override IAccountStore NewAccounts() => stores.New<IAccountStore>(Unlimited);

    protected override Task AdvanceAsync(TimeSpan time) => stores.AdvanceAsync(time);

    protected override Task ChangeStampAsync(Guid userId) =>
        stores.ExecuteAsync("UPDATE users SET security_stamp = 'another' WHERE id = $1", userId);

    protected override Task LockAsync(Guid userId) =>
        stores.ExecuteAsync("UPDATE users SET locked_at = now() WHERE id = $1", userId);

    protected override Task DeleteAsync(Guid userId) => stores.ExecuteAsync("DELETE FROM users WHERE id = $1", userId);

    protected override Task<IReadOnlyList<Guid>> SessionsOfAsync(Guid userId) => stores.SessionsOfAsync(userId);

    protected override Task<IReadOnlyList<AuditFact>> AuditOfAsync(string requestId) => stores.AuditOfAsync(requestId);
}

internal sealed class RoleStoreTests : RoleCatalogueContract
{
    private StoreProvider stores = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => stores = await StoreProvider.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await stores.DisposeAsync();

    protected override IRoleCatalogue NewCatalogue() => stores.New<IRoleCatalogue>(new CredentialLimitOptions());

    protected override IAccountStore NewAccounts() => stores.New<IAccountStore>(new CredentialLimitOptions());

    protected override IAuditTrail NewTrail() => stores.New<IAuditTrail>(new CredentialLimitOptions());

    protected override Task<IReadOnlyList<AuditFact>> AuditOfAsync(string requestId) => stores.AuditOfAsync(requestId);
}

internal sealed class SessionStoreTests : SessionStoreContract
{
    private StoreProvider stores = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => stores = await StoreProvider.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await stores.DisposeAsync();

    protected override ISessionStore NewStore(CredentialLimitOptions limits) => stores.New<ISessionStore>(limits);

    protected override ILoginStore NewLogins() => stores.New<ILoginStore>(Unlimited);

    protected override IAccountStore NewAccounts() => stores.New<IAccountStore>(Unlimited);

    protected override Task AdvanceAsync(TimeSpan time) => stores.AdvanceAsync(time);

    protected override Task LockAsync(Guid userId) =>
        stores.ExecuteAsync("UPDATE users SET locked_at = now() WHERE id = $1", userId);

    protected override Task ChangeRolesAsync(Guid userId) =>
        stores.ExecuteAsync(
            "INSERT INTO user_roles (user_id, role_id) SELECT $1, id FROM roles WHERE normalized_name = 'ADMIN'",
            userId
        );

    protected override Task<IReadOnlyList<AuditFact>> AuditOfAsync(string requestId) => stores.AuditOfAsync(requestId);
}

internal sealed class UserDirectoryTests : UserDirectoryContract
{
    private StoreProvider stores = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => stores = await StoreProvider.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await stores.DisposeAsync();

    protected override IUserDirectory NewDirectory() => stores.New<IUserDirectory>(Unlimited);

    protected override IAccountStore NewAccounts() => stores.New<IAccountStore>(Unlimited);

    protected override ILoginStore NewLogins() => stores.New<ILoginStore>(Unlimited);

    protected override IRoleCatalogue NewRoles() => stores.New<IRoleCatalogue>(Unlimited);

    protected override Task OnlyTheseAreAdminsAsync(params Guid[] users) =>
        stores.ExecuteAsync(
            "DELETE FROM user_roles USING roles WHERE roles.id = role_id AND roles.name = 'admin' AND user_id <> ALL ($1)",
            users
        );

    protected override Task<IReadOnlyList<AuditFact>> AuditOfAsync(string requestId) => stores.AuditOfAsync(requestId);
}
