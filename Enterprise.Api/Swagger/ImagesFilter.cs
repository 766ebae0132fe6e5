using System.Reflection;
using Enterprise.Api.Http;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Enterprise.Api.Swagger;

/// <summary>Describes bodies that are read as they come, of which the framework knows nothing.</summary>
internal sealed class ImagesFilter : IOperationFilter
{
    private static readonly string[] Types = ["image/png", "image/jpeg", "image/webp"];

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.MethodInfo.GetCustomAttribute<ReadsImagesAttribute>() is null)
            return;
        operation.RequestBody = new OpenApiRequestBody
        {
            Description = "The file itself, of 20 MiB at the most.",
            Required = true,
            Content = Types.ToDictionary(
                type => type,
                IOpenApiMediaType (_) =>
                    new OpenApiMediaType
                    {
                        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
                    },
                StringComparer.Ordinal
            ),
        };
    }
}
