using System.Diagnostics;
using System.Globalization;
using Enterprise.Api.Authentication;
using Enterprise.Api.Http;
using Enterprise.Api.Limits;
using Enterprise.Application;
using Microsoft.AspNetCore.Http.Features;

namespace Enterprise.Api.Telemetry;

/// <summary>
/// Says on the server's span what the request was (OpenTelemetry semantic conventions, "HTTP server span"): named by method and route, an
/// error only where it is the server's. The framework says nothing, and would say what a client sent: path, host, agent. What stands
/// here is the program's own: templates, statuses, codes, ids.
/// </summary>
internal sealed class RequestSpans(RequestDelegate next)
{
    public const string RequestId = Meters.Prefix + "request.id";
    public const string ProblemCode = Meters.Prefix + "problem.code";

    public async Task InvokeAsync(HttpContext context)
    {
        // Any text of any stranger, which every span below and every service behind would carry on.
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is { TraceStateString: not null } traced)
            traced.TraceStateString = null;
        string? crash = null;
        try
        {
            await next(context);
        }
        catch (Exception exception)
        {
            crash = exception.GetType().FullName;
            throw;
        }
        finally
        {
            if (context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span)
                Describe(span, context, crash);
        }
    }

    private static void Describe(Activity span, HttpContext context, string? crash)
    {
        // Probes and scrapes are no requests of anybody, and would be most of what is sent.
        if (context.Has<UnlimitedAttribute>())
        {
            span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            return;
        }
        var method = MethodNames.Of(context);
        var route = RouteNames.Of(context);
        span.DisplayName = SpanNames.Of(method, route);
        span.SetTag("http.request.method", method)
            .SetTag("http.route", route.Length == 0 ? null : route)
            .SetTag("http.response.status_code", context.Response.StatusCode)
            .SetTag("url.scheme", context.Request.Scheme)
            .SetTag("url.path", SpanNames.PathOf(context))
            .SetTag("url.query", context.Request.QueryString.HasValue ? SpanNames.Redacted : null)
            .SetTag("network.protocol.version", HttpProtocol.IsHttp10(context.Request.Protocol) ? "1.0" : "1.1")
            .SetTag(RequestId, context.TraceIdentifier);
        if (context.User.Identity is CallerIdentity identity)
            span.SetTag("user.id", identity.Caller.UserId.ToString());
        Judge(span, context, crash);
    }

    private static void Judge(Activity span, HttpContext context, string? crash)
    {
        var code = context.Features.Get<Problem>()?.Code;
        if (code is not null)
            span.SetTag(ProblemCode, code);
        var status = context.Response.StatusCode;
        if (crash is null && status < StatusCodes.Status500InternalServerError)
            return;
        span.SetStatus(ActivityStatusCode.Error)
            .SetTag("error.type", crash ?? code ?? status.ToString(CultureInfo.InvariantCulture));
    }
}
