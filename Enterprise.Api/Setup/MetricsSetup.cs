using System.Diagnostics.Metrics;
using Enterprise.Api.Operations.Metrics;
using Enterprise.Persistence.Database;

namespace Enterprise.Api.Setup;

/// <summary>The live numbers that <c>GET /v1/admin/metrics</c> shows.</summary>
internal static class MetricsSetup
{
    public static IServiceCollection AddLiveMetrics(this IServiceCollection services)
    {
        services.AddSingleton(provider => new LiveMetrics(
            provider.GetRequiredService<IMeterFactory>(),
            DatabaseOptions.PoolName,
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddHostedService<MetricsWorker>();
        return services;
    }
}
