using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Enterprise.Api.Swagger;

/// <summary>
/// Says of answers what a client may rely on: every member is there, and more may be added, which a client must not refuse.
/// </summary>
internal sealed class AnswerSchemas : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var messages = RequestSchemas.Messages(context).Select(context.Find).ToHashSet();
        foreach (var schema in context.SchemaRepository.Schemas.Values.OfType<OpenApiSchema>())
            if (!messages.Contains(schema))
                Open(schema);
        foreach (var (type, name, describe) in AnswerShapes.All)
            if (context.Find(type) is { } schema)
                describe(schema, (OpenApiSchema)schema.Properties![name]);
    }

    private static void Open(OpenApiSchema schema)
    {
        schema.AdditionalPropertiesAllowed = true;
        schema.Required = new SortedSet<string>(schema.Properties?.Keys ?? [], StringComparer.Ordinal);
        foreach (var (_, member) in schema.Members())
            // What is hidden when it is typed has to be read here.
            if (member.Format == ApiDocument.SecretFormat)
                member.Format = null;
    }
}
