using Enterprise.Api.Lifecycle;
using Enterprise.Application.Health;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Setup;

/// <summary>How the program begins and how it ends.</summary>
internal static class LifecycleSetup
{
    public static void AddLifecycle(this IServiceCollection services)
    {
        services.AddSingleton<RequestWarmUp>();
        services.AddSingleton<IWarmUp>(provider => provider.GetRequiredService<RequestWarmUp>());
        services.AddSingleton<Listeners>();
        services.Replace(
            ServiceDescriptor.Singleton<IConnectionListenerFactory>(provider =>
                provider.GetRequiredService<Listeners>()
            )
        );
        services.AddSingleton<GracefulStop>();
        services.Replace(ServiceDescriptor.Singleton<IHostLifetime, StopSignals>());
        // What is in flight has all of it; telemetry is sent after that, by a clock of its own.
        services
            .AddOptions<HostOptions>()
            .Configure<IServiceProvider>(
                (host, provider) =>
                {
                    // The host asks before anybody else reads a setting.
                    provider.DemandValidSettings();
                    host.ShutdownTimeout = provider.GetRequiredService<IOptions<ServerOptions>>().Value.StopTime;
                }
            );
    }

    /// <summary>What a request passes through from here on is what <see cref="RequestWarmUp"/> warms.</summary>
    public static void UseWarmUp(this WebApplication app) =>
        app.Use(app.Services.GetRequiredService<RequestWarmUp>().Take);
}
