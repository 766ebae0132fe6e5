using Enterprise.Application.Accounts;
using Enterprise.Application.Accounts.Avatars;
using Enterprise.Application.Audit;
using Enterprise.Application.Authorization;
using Enterprise.Application.Configuration;
using Enterprise.Application.Health;
using Enterprise.Application.Limits;
using Enterprise.Application.Lists;
using Enterprise.Application.Passwords;
using Enterprise.Application.Roles;
using Enterprise.Application.Sessions;
using Enterprise.Application.Sessions.Keys;
using Enterprise.Application.Users;
using FluentValidation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Enterprise.Application;

/// <summary>Composes the Application layer.</summary>
public static class DependencyInjection
{
    public static IServiceCollection AddApplication(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        foreach (var found in AssemblyScanner.FindValidatorsInAssembly(typeof(DependencyInjection).Assembly))
            services.AddSingleton(found.InterfaceType, found.ValidatorType);
        services.AddSingleton<ISettingsCheck, DistinctSecretsCheck>();
        services.AddSingleton<Cursors>();
        services.AddHostedService<InstrumentsAtStart>();
        services.AddInstruments<LimitMetrics>();
        services.AddInstruments<AuthorizationMetrics>();
        services.AddInstruments<AuditMetrics>();
        services.AddSingleton<InstanceLife>();
        services.AddHostedService<WarmUps>();
        services.AddSingleton<InstanceHealth>();
        services.AddInstruments<HealthMetrics>();
        services.AddSingleton<RolesService>();
        services.AddSingleton<UserListService>();
        services.AddSingleton<UsersService>();
        services.AddSingleton<UserControlService>();
        services.AddSingleton<AuditService>();
        return services.AddPasswords().AddAccounts().AddSessions();
    }

    /// <summary>What hashes passwords; the migrations program needs no more than this.</summary>
    public static IServiceCollection AddPasswords(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSettings<PasswordOptions, PasswordOptionsValidator>(PasswordOptions.Section);
        services.AddSingleton(NewMemoryPool);
        services.AddHostedService<PasswordMemoryTrimmer>();
        services.AddSingleton<IWarmUp, PasswordWarmUp>();
        services.AddSingleton<Argon2>();
        services.AddSingleton<PasswordEnvelope>();
        services.AddInstruments<PasswordMetrics>();
        services.AddSingleton<PasswordHashGovernor>();
        services.AddSingleton<PasswordHasher>();
        services.AddSingleton(_ => CommonPasswords.Default);
        services.AddSingleton<PasswordRules>();
        return services;
    }

    /// <summary>One that makes instruments, for whoever measures with it, and to be made when the host starts.</summary>
    public static IServiceCollection AddInstruments<T>(this IServiceCollection services)
        where T : class, IInstruments
    {
        services.AddMetrics();
        services.TryAddSingleton<T>();
        services.AddSingleton<IInstruments>(provider => provider.GetRequiredService<T>());
        return services;
    }

    private static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddSettings<AccountOptions>(AccountOptions.Section);
        services.AddSingleton<RegisterTurns>();
        services.AddSingleton<AccountsService>();
        services.AddSingleton<PasswordsService>();
        services.AddSettings<AvatarOptions, AvatarOptionsValidator>(AvatarOptions.Section);
        services.AddSingleton<UploadSlots>();
        services.AddSingleton<DownloadSlots>();
        services.AddSingleton<AvatarsService>();
        return services;
    }

    private static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddSettings<JwtOptions, JwtOptionsValidator>(JwtOptions.Section);
        services.AddSettings<SessionOptions, SessionOptionsValidator>(SessionOptions.Section);
        services.AddSettings<LockoutOptions, LockoutOptionsValidator>(LockoutOptions.Section);
        services.AddSettings<CredentialLimitOptions, CredentialLimitOptionsValidator>(CredentialLimitOptions.Section);
        services.AddSingleton<CredentialBuckets>();
        services.AddSingleton<ISettingsCheck, KeyFlagsCheck>();
        services.AddSingleton<SigningKeys>();
        services.AddHostedService<KeyReloader>();
        services.AddSingleton<AccessTokenIssuer>();
        services.AddSingleton<AccessTokenReader>();
        services.AddSingleton<RefreshTokens>();
        services.AddSingleton<LoginFingerprints>();
        services.AddSingleton<LoginTurns>();
        services.AddInstruments<SessionMetrics>();
        services.AddInstruments<AgeMetrics>();
        services.AddSingleton<CredentialCheck>();
        services.AddSingleton<TokenPairs>();
        services.AddSingleton<LoginService>();
        services.AddSingleton<SessionsService>();
        services.AddSingleton<Revocations>();
        services.AddSingleton<LiveTokens>();
        return services;
    }

    /// <summary>Keeps the memory of as many hashes as run at a time.</summary>
    private static Argon2MemoryPool NewMemoryPool(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<PasswordOptions>>().Value;
        return new Argon2MemoryPool(
            options.Permits,
            options.Permits * (options.MemoryKib + 64L) * 1024,
            provider.GetRequiredService<TimeProvider>()
        );
    }
}
