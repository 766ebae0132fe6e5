using Enterprise.Api.Http;
using Enterprise.Application.Configuration;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using FrameworkOptions = Microsoft.AspNetCore.Cors.Infrastructure.CorsOptions;

namespace Enterprise.Api.Edge;

/// <summary>
/// Cross-origin requests: the framework's middleware with one policy for all routes. Never with credentials, since a
/// token travels in <c>Authorization</c>, which no browser adds by itself.
/// </summary>
internal static class CorsSetup
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

    private static readonly string[] RequestHeaders =
    [
        HeaderNames.Authorization,
        HeaderNames.ContentType,
        HeaderNames.IfMatch,
        HeaderNames.IfNoneMatch,
        RequestIds.Header,
        HeaderNames.TraceParent,
    ];

    private static readonly string[] ExposedHeaders =
    [
        HeaderNames.ETag,
        HeaderNames.Location,
        HeaderNames.Link,
        HeaderNames.RetryAfter,
        "RateLimit",
        "RateLimit-Policy",
        RequestIds.Header,
        HeaderNames.WWWAuthenticate,
    ];

    public static IServiceCollection AddCrossOrigin(this IServiceCollection services)
    {
        services.AddSettings<CorsOptions, CorsOptionsValidator>(CorsOptions.Section);
        services.AddCors();
        services
            .AddOptions<FrameworkOptions>()
            .Configure<IOptions<CorsOptions>, IHostEnvironment>(
                (cors, ours, environment) => cors.AddDefaultPolicy(Policy(ours.Value, environment))
            );
        return services;
    }

    /// <summary>A preflight ends here, without a token; every other answer gets its headers as it begins, refusals too.</summary>
    public static void UseCrossOrigin(this WebApplication app)
    {
        var origins = app.Services.GetRequiredService<IOptions<CorsOptions>>().Value.OriginList();
        if (origins.Length > 0 || app.Services.GetRequiredService<IHostEnvironment>().IsDevelopment())
            app.UseMiddleware<VaryByOrigin>();
        app.UseCors();
    }

    private static CorsPolicy Policy(CorsOptions options, IHostEnvironment environment)
    {
        var origins = options.OriginList();
        var policy = new CorsPolicyBuilder()
            .WithMethods(Methods)
            .WithHeaders(RequestHeaders)
            .WithExposedHeaders(ExposedHeaders)
            .SetPreflightMaxAge(TimeSpan.FromSeconds(options.MaxAgeSeconds))
            .DisallowCredentials();
        return (
            origins.Length == 0 && environment.IsDevelopment() ? policy.AllowAnyOrigin() : policy.WithOrigins(origins)
        ).Build();
    }
}
