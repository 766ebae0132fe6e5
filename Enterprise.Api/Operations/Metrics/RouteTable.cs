using System.Collections.Concurrent;
using Enterprise.Api.Http;

namespace Enterprise.Api.Operations.Metrics;

/// <summary>
/// The requests by method and route template. Templates are the program's own, so there are few; a cap holds in any case, and what
/// comes after it is counted together.
/// </summary>
internal sealed class RouteTable : Sink
{
    public const int MaxRoutes = 128;

    /// <summary>What no route took: unknown paths, wrong methods, the Swagger page.</summary>
    public const string NoRoute = "(none)";

    /// <summary>Routes beyond the cap.</summary>
    public const string OtherRoutes = "(other)";

    private readonly ConcurrentDictionary<(string Method, string Route), RouteFigures> routes = new();
    private readonly RouteFigures others = new(MethodNames.Other, OtherRoutes);
    private readonly Lock adding = new();
    private volatile bool isFull;

    public IEnumerable<RouteFigures> All => routes.Values.Append(others);

    public override void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var method = Find(tags, "http.request.method") as string ?? MethodNames.Other;
        var route = Find(tags, "http.route") as string ?? NoRoute;
        var status = Find(tags, "http.response.status_code") is int code ? code : 0;
        Find(method, route).Record(value, status);
    }

    private RouteFigures Find(string method, string route)
    {
        if (routes.TryGetValue((method, route), out var known))
            return known;
        return isFull ? others : Add(method, route);
    }

    private RouteFigures Add(string method, string route)
    {
        lock (adding)
        {
            if (routes.Count >= MaxRoutes && !routes.ContainsKey((method, route)))
            {
                isFull = true;
                return others;
            }
            return routes.GetOrAdd((method, route), static of => new RouteFigures(of.Method, of.Route));
        }
    }
}
