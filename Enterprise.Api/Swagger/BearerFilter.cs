using Enterprise.Api.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Enterprise.Api.Swagger;

/// <summary>Asks for a token exactly where the program does, and names the permission that it has to carry.</summary>
internal sealed class BearerFilter : IOperationFilter
{
    public const string Scheme = "bearer";

    public static OpenApiSecurityScheme Definition { get; } =
        new()
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "The `access_token` that signing in gives.",
        };

    /// <summary>An action that does not let anonymous callers in needs a token: the fallback policy denies.</summary>
    public static bool NeedsToken(ApiDescription action) =>
        !action.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any();

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (NeedsToken(context.ApiDescription))
            operation.Security =
            [
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] },
            ];
        foreach (
            var needed in context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<RequirePermissionAttribute>()
        )
            // In words: for a bearer token OpenAPI 3.0 knows no scopes.
            operation.Description += $"\n\nNeeds the permission `{needed.Permission}`.";
    }
}
