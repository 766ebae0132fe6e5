using System.Collections.Concurrent;
using System.Text;
using Enterprise.Api.Http;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Enterprise.Api.Telemetry;

/// <summary>What a span is called, and its path: made of the route's own template, so that nothing a client sent stands in it but what has the form of an id.</summary>
internal static class SpanNames
{
    public const string Redacted = "REDACTED";

    // As many as there are routes and methods.
    private static readonly ConcurrentDictionary<(string Method, string Route), string> Names = new();

    /// <summary><c>GET /v1/users/{id}</c>; only the method where no route was found, and <c>HTTP</c> for a method that is none.</summary>
    public static string Of(string method, string route) =>
        method == MethodNames.Other ? "HTTP"
        : route.Length == 0 ? method
        : Names.GetOrAdd((method, route), static key => $"{key.Method} {key.Route}");

    /// <summary>The template, with those values filled in that have the form of our ids; what no route takes is not repeated.</summary>
    public static string PathOf(HttpContext context)
    {
        if (context.GetEndpoint() is not RouteEndpoint route)
            return Redacted;
        if (route.RoutePattern.Parameters.Count == 0)
            return RouteNames.Of(context);
        var path = new StringBuilder();
        foreach (var segment in route.RoutePattern.PathSegments)
        {
            path.Append('/');
            foreach (var part in segment.Parts)
                path.Append(Write(part, context.Request.RouteValues));
        }
        return path.ToString();
    }

    private static string Write(RoutePatternPart part, RouteValueDictionary values) =>
        part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            RoutePatternParameterPart parameter when values[parameter.Name] is string text && IsId(text) => text,
            RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
            _ => "",
        };

    private static bool IsId(string text) => Guid.TryParseExact(text, "D", out _);
}
