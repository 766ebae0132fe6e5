using System.Text.Json.Serialization;

namespace Enterprise.Api.Operations.Metrics;

/// <summary>Requests that were answered since the start.</summary>
/// <param name="Total" example="48213">All of them.</param>
/// <param name="ByClass">By the first digit of the status.</param>
public sealed record RequestNumbers(long Total, StatusClasses ByClass)
{
    internal static RequestNumbers Of(IReadOnlyCollection<RouteNumbers> routes)
    {
        var byClass = routes.Aggregate(new StatusClasses(0, 0, 0, 0, 0), (sum, route) => sum.Plus(route.ByClass));
        return new RequestNumbers(byClass.Total, byClass);
    }
}

/// <summary>Answers by the first digit of the status.</summary>
/// <param name="Informational" example="0">100 to 199.</param>
/// <param name="Successful" example="46990">200 to 299.</param>
/// <param name="Redirected" example="4">300 to 399.</param>
/// <param name="Refused" example="1217">400 to 499: the client is at fault; 499 stands for one that went away.</param>
/// <param name="Failed" example="2">500 to 599: the program, its database, or overload.</param>
public sealed record StatusClasses(
    [property: JsonPropertyName("1xx")] long Informational,
    [property: JsonPropertyName("2xx")] long Successful,
    [property: JsonPropertyName("3xx")] long Redirected,
    [property: JsonPropertyName("4xx")] long Refused,
    [property: JsonPropertyName("5xx")] long Failed
)
{
    internal long Total => Informational + Successful + Redirected + Refused + Failed;

    internal StatusClasses Plus(StatusClasses other) =>
        new(
            Informational + other.Informational,
            Successful + other.Successful,
            Redirected + other.Redirected,
            Refused + other.Refused,
            Failed + other.Failed
        );
}

/// <summary>The requests of one method and route.</summary>
/// <param name="Method" example="POST">One of HTTP's, or `_OTHER`.</param>
/// <param name="Route" example="/v1/auth/login">The template. `(none)` is what no route took: unknown paths, wrong methods, the Swagger page; `(other)` is what came after the first 128.</param>
/// <param name="Count" example="913">Answered since the start.</param>
/// <param name="Errors4xx" example="37">Of them with a status of 400 to 499.</param>
/// <param name="Errors5xx" example="1">Of them with a status of 500 to 599.</param>
/// <param name="Recent" example="64">Answered within the window; the percentiles are of these.</param>
/// <param name="P50Ms" example="11.214">Half of them took no longer, in milliseconds; `null` where there are none.</param>
/// <param name="P95Ms" example="18.86">95 of 100 took no longer.</param>
/// <param name="P99Ms" example="26.673">99 of 100 took no longer.</param>
public sealed record RouteNumbers(
    string Method,
    string Route,
    long Count,
    [property: JsonPropertyName("errors_4xx")] long Errors4xx,
    [property: JsonPropertyName("errors_5xx")] long Errors5xx,
    long Recent,
    double? P50Ms,
    double? P95Ms,
    double? P99Ms
)
{
    internal StatusClasses ByClass { get; private init; } = new(0, 0, 0, 0, 0);

    internal static RouteNumbers Of(RouteFigures route, int mark)
    {
        var byClass = route.Read();
        var recent = route.Distribution.Since(mark).Rounded();
        return new RouteNumbers(
            route.Method,
            route.Route,
            byClass.Total,
            byClass.Refused,
            byClass.Failed,
            recent.Count,
            recent.P50,
            recent.P95,
            recent.P99
        )
        {
            ByClass = byClass,
        };
    }
}
