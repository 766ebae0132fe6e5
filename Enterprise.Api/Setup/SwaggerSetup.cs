using Enterprise.Api.Edge;
using Enterprise.Api.Http;
using Enterprise.Api.Swagger;
using Enterprise.Application.Configuration;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Setup;

/// <summary>The page for developers at <c>/swagger</c> and the OpenAPI document behind it.</summary>
internal static class SwaggerSetup
{
    public static IServiceCollection AddSwagger(this IServiceCollection services)
    {
        services.AddSettings<SwaggerOptions>(SwaggerOptions.Section);
        services.AddSingleton<RefusalCatalogue>();
        services.AddSingleton<RequestRules>();
        services.AddSwaggerGen(ApiDocument.Configure);
        return services;
    }

    /// <summary>
    /// One route like others, so that it has limits and headers like others; where it is switched off there is no such route.
    /// </summary>
    public static void MapSwaggerPage(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IOptions<SwaggerOptions>>().Value.Enabled)
            return;
        var page = ((IEndpointRouteBuilder)app).CreateApplicationBuilder();
        page.Use(WithoutEndpointAsync);
        page.UseMiddleware<DocumentCache>();
        page.UseSwagger();
        page.UseMiddleware<SwaggerPage>();
        page.UseWhen(
            SwaggerPage.IsPackageFile,
            // Asked for again each time, and answered with 304: the names do not change with the version.
            files => files.UseSwaggerUI(ui => ui.CacheLifetime = TimeSpan.Zero)
        );
        app.MapGet(SwaggerPage.Route + "/{**path}", page.Build())
            .AllowAnonymous()
            .WithMetadata(new CompressedAttribute())
            .NameRoutes();
    }

    /// <summary>What serves files steps aside where a route was found, and at its end a builder's pipeline calls that route.</summary>
    private static Task WithoutEndpointAsync(HttpContext context, RequestDelegate next)
    {
        context.SetEndpoint(null);
        return next(context);
    }
}
