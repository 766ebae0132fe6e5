namespace Enterprise.Api.Setup;

internal static class SwaggerSetup
{
    public static IServiceCollection AddSwagger(this IServiceCollection services) => services;

    public static void UseSwaggerPage(this WebApplication app) => _ = app;
}
