namespace Enterprise.Api.Operations.Metrics;

/// <summary>Live numbers of one instance.</summary>
/// <param name="Since" example="2026-03-14T09:26:53.589793Z">When it began to count, which is when it started; RFC 3339, UTC.</param>
/// <param name="WindowSeconds" example="287">How far back the percentiles go, and `recent` of the routes: 0 to about 300 seconds.</param>
/// <param name="Requests">Those that were answered.</param>
/// <param name="InFlight" example="3">Requests being answered now, this one included.</param>
/// <param name="Routes">By method and route, those without a request left out; at most 129.</param>
/// <param name="Pool">The connections to the database.</param>
/// <param name="Hashing">The queue in front of password hashing.</param>
/// <param name="Sessions">Signing in, staying signed in, being signed out.</param>
public sealed record MetricsSummary(
    DateTimeOffset Since,
    int WindowSeconds,
    RequestNumbers Requests,
    long InFlight,
    IReadOnlyList<RouteNumbers> Routes,
    PoolNumbers Pool,
    HashingNumbers Hashing,
    SessionNumbers Sessions
)
{
    /// <summary>Reads what is kept; one thread at a time.</summary>
    internal static MetricsSummary Of(Figures figures, DateTimeOffset since, SlidingWindow window)
    {
        RouteNumbers[] routes =
        [
            .. figures
                .Routes.All.Select(route => RouteNumbers.Of(route, window.Oldest))
                .Where(route => route.Count > 0)
                .OrderBy(route => route.Route, StringComparer.Ordinal)
                .ThenBy(route => route.Method, StringComparer.Ordinal),
        ];
        return new MetricsSummary(
            since,
            (int)window.Length.TotalSeconds,
            RequestNumbers.Of(routes),
            figures.InFlight.Sum,
            routes,
            PoolNumbers.Of(figures),
            HashingNumbers.Of(figures, window.Oldest),
            new SessionNumbers(
                LoginNumbers.Of(figures.Logins),
                RefreshNumbers.Of(figures.Refreshes),
                figures.EndedSessions.Sum
            )
        );
    }
}
