using System.Diagnostics.Metrics;
using Enterprise.Api.Operations.Metrics;
using Enterprise.Persistence.Database;

namespace Enterprise.Api.Setup;

/// <summary>The live numbers that <c>GET /v1/admin/metrics</c> shows.</summary>
internal static class MetricsSetup
{
    private static readonly PoolMeter Pool = new(
        "Npgsql",
        DatabaseOptions.PoolName,
        "db.client.connection.npgsql.pending_requests"
    );

    public static IServiceCollection AddLiveMetrics(this IServiceCollection services)
    {
        services.AddSingleton(provider => new LiveMetrics(
            provider.GetRequiredService<IMeterFactory>(),
            Pool,
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddHostedService<MetricsWorker>();
        return services;
    }
}
