using Enterprise.Api.Http;
using Enterprise.Api.Setup;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Enterprise.Api.Edge;

/// <summary>
/// Answers only for the hosts of <c>APP_SERVER__ALLOWED_HOSTS</c>, where some are set: a page that has its own name point here
/// (DNS rebinding) gets nothing. Without a list any host will do, because nothing that is answered is made of it. The framework's own filter
/// answers in HTML.
/// </summary>
internal sealed class Hosts(RequestDelegate next, ProblemWriter problems, IOptions<ServerOptions> server)
{
    /// <summary>Probes, scripts and Prometheus ask by address, which changes with every instance; what they are told is the same for everybody.</summary>
    private static readonly string[] Probes = ["/health", "/ready", "/metrics", "/version"];

    private readonly StringSegment[] allowed = [.. server.Value.HostList().Select(host => new StringSegment(host))];

    public Task InvokeAsync(HttpContext context) =>
        IsAllowed(context.Request) ? next(context) : problems.WriteAsync(context, ProblemCatalogue.UnknownHost);

    private bool IsAllowed(HttpRequest request) =>
        allowed.Length == 0
        || Probes.Contains(request.Path.Value, StringComparer.OrdinalIgnoreCase)
        || (request.Host is { HasValue: true } host && HostString.MatchesAny(host.Host, allowed));
}
