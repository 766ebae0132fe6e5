using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Enterprise.Api.Swagger;

/// <summary>Gives every body an example, put together from those of its members (the <c>example</c> of their XML comments).</summary>
internal sealed class ExamplesFilter : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        foreach (var operation in swaggerDoc.Operations())
        foreach (var body in Bodies(operation))
            if (body is OpenApiMediaType { Example: null, Examples: null or { Count: 0 }, Schema: { } schema } bare)
                bare.Example = Of(schema, context.SchemaRepository);
    }

    private static IEnumerable<IOpenApiMediaType> Bodies(OpenApiOperation operation) =>
        (operation.Responses?.Values ?? Enumerable.Empty<IOpenApiResponse>())
            .Select(response => response.Content)
            .Append(operation.RequestBody?.Content)
            .SelectMany(content => content?.Values ?? Enumerable.Empty<IOpenApiMediaType>());

    private static JsonNode? Of(IOpenApiSchema schema, SchemaRepository schemas) =>
        schema switch
        {
            OpenApiSchemaReference { Reference.Id: { } id } => Of(schemas.Schemas[id], schemas),
            { Examples: [var example, ..] } => example.DeepClone(),
            { AllOf: [var extended] } => Of(extended, schemas),
            { Properties: { Count: > 0 } members } => new JsonObject(
                members.Select(member => KeyValuePair.Create(member.Key, Of(member.Value, schemas)))
            ),
            { Items: { } item } when Of(item, schemas) is { } one => new JsonArray(one),
            _ => null,
        };
}
