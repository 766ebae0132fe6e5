using Enterprise.Application.Configuration;

namespace Enterprise.Api.Edge;

/// <summary>What stands between the network and the routes.</summary>
public static class EdgeSetup
{
    public static IServiceCollection AddEdge(this IServiceCollection services)
    {
        services.AddSettings<TrustedProxiesOptions, TrustedProxiesOptionsValidator>(TrustedProxiesOptions.Section);
        services.AddCrossOrigin();
        services.AddCompression();
        return services.WithoutHiddenElements();
    }

    /// <summary>
    /// The host puts two elements of its own in front of the pipeline, where a variable of the environment wakes them:
    /// <c>ASPNETCORE_FORWARDEDHEADERS_ENABLED</c> makes one believe every forwarding header of everybody.
    /// </summary>
    private static IServiceCollection WithoutHiddenElements(this IServiceCollection services)
    {
        foreach (var service in services.Where(IsHiddenElement).ToArray())
            services.Remove(service);
        return services;
    }

    private static bool IsHiddenElement(ServiceDescriptor service) =>
        service.ServiceType == typeof(IStartupFilter)
        && service
            is {
                IsKeyedService: false,
                ImplementationType.Name: "ForwardedHeadersStartupFilter" or "HostFilteringStartupFilter"
            };
}
