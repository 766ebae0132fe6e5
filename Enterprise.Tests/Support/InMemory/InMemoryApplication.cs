using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Accounts;
using Enterprise.Application.Authorization;
using Enterprise.Application.Lists;
using Enterprise.Application.Passwords;
using Enterprise.Application.Roles;
using Enterprise.Application.Sessions;
using Enterprise.Application.Sessions.Keys;
using Enterprise.Application.Users;
using Enterprise.Domain.Common;
using Enterprise.Tests.Contracts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Enterprise.Tests.Support.InMemory;

/// <summary>The services on in-memory ports, with real hashing, real tokens and a clock that a test moves.</summary>
internal sealed class InMemoryApplication : IDisposable
{
    private static readonly PasswordRules Rules = new(CommonPasswords.Default);

    private static readonly JwtOptions Jwt = new()
    {
        AccessSecret = "the access secret of the tests, 32 bytes and more",
        RefreshSecret = "the refresh secret of the tests, 32 bytes and more",
    };

    private readonly Lazy<LoginService> logins;
    private readonly Lazy<AccountsService> accounts;
    private readonly Lazy<PasswordsService> passwordsService;

    public InMemoryApplication(PasswordOptions? passwords = null, int credentialsPerMinute = 1_000_000)
    {
        World = new World(Clock);
        Lab = new HashLab(passwords, Clock);
        Throttle = new InMemoryCredentialThrottle(
            World,
            new CredentialLimitOptions { CredentialsPerMinutePerClient = credentialsPerMinute }
        );
        LoginStore = new InMemoryLoginStore(World, Throttle, Lockout, new SessionOptions());
        SessionStore = new WatchedSessionStore(new InMemorySessionStore(World, Throttle, new SessionOptions()));
        AccountStore = new InMemoryAccountStore(World);
        Directory = new WatchedUserDirectory(new InMemoryUserDirectory(World));
        Catalogue = new InMemoryRoleCatalogue(World);
        // On the real clock, so never so short that a busy machine would notice.
        Turns = new LoginTurns(Options.Create(Lockout), Options.Create(HashLab.Cheap()));
        logins = new Lazy<LoginService>(NewLogins);
        accounts = new Lazy<AccountsService>(NewAccounts);
        passwordsService = new Lazy<PasswordsService>(NewPasswords);
        Revocations = new Revocations(Clock);
        SessionMetrics = new SessionMetrics(Lab.Meters, Clock);
    }

    public ManualClock Clock { get; } = new();
    public World World { get; }
    public HashLab Lab { get; }
    public LockoutOptions Lockout { get; } = new();
    public AccountOptions AccountOptions { get; } = new();
    public LoginTurns Turns { get; }

    private RegisterTurns RegisterTurns { get; } = new(Options.Create(HashLab.Cheap()));
    public InMemoryCredentialThrottle Throttle { get; }

    /// <summary>May be replaced before the first use of the services.</summary>
    public ILoginStore LoginStore { get; set; }
    public IAccountStore AccountStore { get; }

    public WatchedSessionStore SessionStore { get; }

    public WatchedUserDirectory Directory { get; }

    public IRoleCatalogue Catalogue { get; }

    public CredentialCheck Check => new(LoginStore, Lab.Hasher, Turns, Fingerprints, SessionMetrics);

    public LoginService Logins => logins.Value;
    public AccountsService Accounts => accounts.Value;
    public PasswordsService Passwords => passwordsService.Value;

    public Revocations Revocations { get; }

    private SessionMetrics SessionMetrics { get; }

    public SessionsService Sessions =>
        new(
            SessionStore,
            Revocations,
            RefreshTokens,
            Pairs,
            new RefreshValidator(),
            new LogoutValidator(),
            SessionMetrics,
            Logs.CreateLogger<SessionsService>()
        );

    public UsersService Users =>
        new(
            Directory,
            Throttle,
            Lab.Hasher,
            new CreateUserValidator(Rules),
            new ChangeUserValidator(),
            new PatchUserValidator(),
            Clock
        );

    public UserControlService UserControl =>
        new(Directory, SessionStore, Revocations, SessionMetrics, new AssignRolesValidator());

    public UserListService UserList => new(Directory, new Cursors(Options.Create(Jwt)), new ListUsersValidator());

    public RolesService Roles => new(Catalogue, new CreateRoleValidator(), new ChangeRoleValidator());

    /// <summary>What the services said.</summary>
    public LogSink LogSink { get; } = new();

    private ILoggerFactory Logs => LoggerFactory.Create(logs => logs.AddProvider(LogSink));

    public RefreshTokens RefreshTokens { get; } = new(Options.Create(Jwt));

    public LoginFingerprints Fingerprints { get; } = new(Options.Create(Jwt));

    public AccessTokenReader Reader => new(new SigningKeys(Options.Create(Jwt), Clock), Options.Create(Jwt), Clock);

    /// <summary>Registers a person whose password meets the rules.</summary>
    public async Task<Guid> GivenPersonAsync(string email, string password)
    {
        var result = await Accounts.RegisterAsync(
            new Register(email, new Secret(password), null),
            Given.Origin(),
            CancellationToken.None
        );
        return result.TryGet(out var registered, out var failure)
            ? registered.UserId!.Value
            : throw new AssertionException(failure.Code);
    }

    /// <summary>
    /// A stored person whose roles allow these permissions and no others, as the caller of a service. Nobody signs in as them.
    /// </summary>
    public Caller GivenCaller(params string[] permissions)
    {
        var account = Given.Account(roles: [$"role-{Given.NewId():N}"]);
        lock (World.Gate)
        {
            World.Roles.Add(account.Roles[0], "of the tests", permissions, isBuiltIn: false);
            World.Add(account);
        }
        return new Caller(account.Id, Given.NewId(), account.Roles, permissions);
    }

    public Task<Result<TokenPair>> LoginAsync(
        string? email,
        string? password,
        RequestOrigin origin,
        CancellationToken ct = default
    ) => Logins.LoginAsync(new Login(email, password is null ? null : new Secret(password)), origin, ct);

    public void Dispose() => Lab.Dispose();

    private TokenPairs Pairs =>
        new(
            new AccessTokenIssuer(
                new SigningKeys(Options.Create(Jwt), Clock),
                Options.Create(Jwt),
                Options.Create(new SessionOptions()),
                Clock
            ),
            RefreshTokens
        );

    private LoginService NewLogins() => new(Check, LoginStore, Pairs, new LoginValidator(), Lab.Metrics, Clock);

    private PasswordsService NewPasswords() =>
        new(AccountStore, Check, Rules, Revocations, SessionMetrics, new ChangePasswordValidator(Rules));

    private AccountsService NewAccounts() =>
        new(
            AccountStore,
            Throttle,
            Lab.Hasher,
            RegisterTurns,
            new RegisterValidator(Rules),
            new ChangeNameValidator(),
            Options.Create(AccountOptions),
            Clock
        );
}
