using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Enterprise.Api.Swagger;

/// <summary>A body that an action reads cannot be left out.</summary>
internal sealed class RequestBodyFilter : IRequestBodyFilter
{
    public void Apply(IOpenApiRequestBody requestBody, RequestBodyFilterContext context)
    {
        if (requestBody is not OpenApiRequestBody body)
            return;
        body.Required = true;
        foreach (var media in (body.Content?.Values ?? []).OfType<OpenApiMediaType>())
            if (media.Schema is { AllOf: [OpenApiSchemaReference message], Description: var text })
            {
                // The package puts the message's text beside the reference to it; it belongs to the body.
                body.Description ??= text;
                media.Schema = message;
            }
    }
}
