using Enterprise.Api.Setup;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Http;

/// <summary>
/// The headers of OWASP's Secure Headers Project on every answer: an API has nothing to run, frame, sniff or leak.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next, IOptions<ServerOptions> server)
{
    /// <summary>For everything but the documentation page, which sets its own.</summary>
    public const string ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";

    private const string OneYear = "max-age=31536000; includeSubDomains";

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] =
            "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()";
        // For images and scripts of foreign pages; what CORS lets in is not asked for it (Fetch standard, "CORP check": mode no-cors only).
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // Unless a route says otherwise. What nearly every answer holds is somebody's, and true for a moment.
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        if (server.Value.Hsts)
            headers.StrictTransportSecurity = OneYear;
        return next(context);
    }
}
