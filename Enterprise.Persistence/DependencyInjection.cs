using Enterprise.Application.Abstractions;
using Enterprise.Application.Audit;
using Enterprise.Application.Configuration;
using Enterprise.Application.Health;
using Enterprise.Persistence.Accounts;
using Enterprise.Persistence.Audit;
using Enterprise.Persistence.Database;
using Enterprise.Persistence.Roles;
using Enterprise.Persistence.Sessions;
using Enterprise.Persistence.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Enterprise.Persistence;

/// <summary>Composes the Persistence layer.</summary>
public static class DependencyInjection
{
    /// <summary>The ports of Application on PostgreSQL.</summary>
    public static IServiceCollection AddPersistence(this IServiceCollection services)
    {
        services.AddDatabase();
        services.AddSingleton<IDatabaseFailureMap, DatabaseFailureMap>();
        services.AddSingleton<DatabaseProbe>();
        services.AddSingleton<IDatabaseState>(provider => provider.GetRequiredService<DatabaseProbe>());
        services.AddHostedService(provider => provider.GetRequiredService<DatabaseProbe>());
        services.AddSingleton<IWarmUp, ModelWarmUp>();
        services.AddSingleton<IWarmUp, PoolWarmUp>();
        services.AddSingleton<IWarmUp, AccountsWarmUp>();
        services.AddSingleton<CredentialThrottle>();
        services.AddSingleton<ICredentialThrottle>(provider => provider.GetRequiredService<CredentialThrottle>());
        services.AddSingleton<IAvatarStore, AvatarStore>();
        services.AddSingleton<IRoleCatalogue, RoleStore>();
        services.AddSingleton<IUserDirectory, UserDirectory>();
        services.AddSingleton<IAuditTrail, AuditTrail>();
        services.AddSingleton<AuditPartitions>();
        services.AddHostedService(provider => provider.GetRequiredService<AuditPartitions>());
        services.AddSingleton<ILoginStore, LoginStore>();
        services.AddSingleton<ISessionStore, SessionStore>();
        services.AddHostedService<RevocationFeed>();
        services.AddSettings<CleanUpOptions, CleanUpOptionsValidator>(CleanUpOptions.Section);
        services.AddSingleton<CleanUp>();
        services.AddHostedService<CleanUpWorker>();
        return services;
    }

    /// <summary>The pool, the context and the accounts; the migrations program needs no more than this.</summary>
    public static IServiceCollection AddDatabase(this IServiceCollection services)
    {
        services.AddSettings<DatabaseOptions, DatabaseOptionsValidator>(DatabaseOptions.Section);
        services.AddSingleton(provider =>
            DataSources.Create(
                provider.GetRequiredService<IOptions<DatabaseOptions>>().Value,
                provider.GetRequiredService<ILoggerFactory>()
            )
        );
        services.AddSingleton<DatabaseCircuit>();
        services.AddSingleton<LeftWork>();
        services.AddSingleton<DatabaseGate>();
        // The context asks its application's options which of Identity's schemas to map.
        services.Configure<IdentityOptions>(options => options.Stores.SchemaVersion = IdentitySchemaVersions.Version3);
        services.AddPooledDbContextFactory<EnterpriseDbContext>(
            (provider, options) =>
                options.UseNpgsql(
                    provider.GetRequiredService<NpgsqlDataSource>(),
                    npgsql => npgsql.MigrationsAssembly(OwnerDatabase.MigrationsAssembly)
                )
        );
        services.AddSingleton<ILookupNormalizer, UpperInvariantLookupNormalizer>();
        services.AddMetrics();
        services.TryAddSingleton<AuditMetrics>();
        services.AddSingleton<AccountStore>();
        services.AddSingleton<IAccountStore>(provider => provider.GetRequiredService<AccountStore>());
        services.AddSingleton<PepperRotation>();
        services.AddSingleton<OwnerDatabase>();
        services.AddSingleton<ApplicationRole>();
        services.AddSingleton(provider => new SchemaMigrator(
            provider.GetRequiredService<OwnerDatabase>(),
            provider.GetRequiredService<ApplicationRole>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SchemaMigrator>>()
        ));
        return services;
    }
}
