using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Enterprise.Api.Swagger;

/// <summary>Shows what the product does before what its operators and developers need.</summary>
internal sealed class TagsFilter : IDocumentFilter
{
    private static readonly string[] Last = ["Metrics", "Operations", "Development"];

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var ordered = (swaggerDoc.Tags ?? new HashSet<OpenApiTag>())
            .OrderBy(tag => Array.IndexOf(Last, tag.Name))
            .ThenBy(tag => tag.Name, StringComparer.Ordinal);
        // Kept in the order of addition.
        swaggerDoc.Tags = new HashSet<OpenApiTag>(ordered);
    }
}
