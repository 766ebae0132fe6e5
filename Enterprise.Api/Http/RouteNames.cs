using Microsoft.AspNetCore.Http.Metadata;

namespace Enterprise.Api.Http;

/// <summary>
/// What a route is called in metrics, spans and log lines alike: its template with the slash at the beginning, which the framework leaves out
/// for controllers.
/// </summary>
internal static class RouteNames
{
    public static void NameRoutes(this IEndpointConventionBuilder routes) => routes.Add(Name);

    /// <summary>Empty where no route took the request.</summary>
    public static string Of(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IRouteDiagnosticsMetadata>()?.Route ?? "";

    private static void Name(EndpointBuilder endpoint)
    {
        if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } template })
            endpoint.Metadata.Add(new RouteName("/" + template.TrimStart('/')));
    }

    private sealed record RouteName(string Route) : IRouteDiagnosticsMetadata;
}
