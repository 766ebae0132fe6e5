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

    /// <summary>Where it is switched off nothing is added, and routing finds no such route.</summary>
    public static void UseSwaggerPage(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IOptions<SwaggerOptions>>().Value.Enabled)
            return;
        app.UseSwagger();
        app.UseMiddleware<SwaggerPage>();
        app.UseWhen(
            SwaggerPage.IsPackageFile,
            // Asked for again each time, and answered with 304: the names do not change with the version.
            files => files.UseSwaggerUI(page => page.CacheLifetime = TimeSpan.Zero)
        );
    }
}
