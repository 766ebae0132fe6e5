using Enterprise.Api.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Setup;

/// <summary>Bearer tokens, and a policy that lets nobody in where an action says nothing.</summary>
internal static class AuthenticationSetup
{
    public static IServiceCollection AddBearerAuthentication(this IServiceCollection services)
    {
        services.AddSingleton<CallerIdentities>();
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, BearerOptionsSetup>();
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services.KeepDataProtectionOffDisk();
        services.AddSingleton<IAuthorizationHandler, PermissionHandler>();
        services
            .AddAuthorizationBuilder()
            .SetDefaultPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build());
        return services;
    }

    /// <summary>
    /// JwtBearer brings data protection along, which nothing here uses. Keys live in memory, and the service goes that at
    /// start would make a key file in the home directory, whatever the provider is.
    /// </summary>
    private static void KeepDataProtectionOffDisk(this IServiceCollection services)
    {
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        foreach (var service in services.Where(IsKeyRingLoader).ToArray())
            services.Remove(service);
    }

    private static bool IsKeyRingLoader(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService)
        && service is { IsKeyedService: false, ImplementationType.Name: "DataProtectionHostedService" };
}
