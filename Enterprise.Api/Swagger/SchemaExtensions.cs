using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Enterprise.Api.Swagger;

/// <summary>Reading and changing the schemas of a document.</summary>
internal static class SchemaExtensions
{
    public static IEnumerable<OpenApiOperation> Operations(this OpenApiDocument document) =>
        document.Paths.Values.SelectMany(path => path.Operations ?? []).Select(operation => operation.Value);

    /// <summary>The schema of a type, where the document has one.</summary>
    public static OpenApiSchema? Find(this DocumentFilterContext context, Type type) =>
        context.SchemaRepository.TryLookupByType(type, out var reference) && reference.Reference.Id is { } id
            ? context.SchemaRepository.Schemas[id] as OpenApiSchema
            : null;

    /// <summary>The members that are no references to other schemas.</summary>
    public static IEnumerable<(string Name, OpenApiSchema Schema)> Members(this OpenApiSchema schema)
    {
        foreach (var (name, member) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
            if (member is OpenApiSchema described)
                yield return (name, described);
    }

    /// <summary>A member that cannot be left out, and so cannot be <c>null</c> either.</summary>
    public static void Require(this OpenApiSchema schema, string name)
    {
        (schema.Required ??= new SortedSet<string>(StringComparer.Ordinal)).Add(name);
        if (schema.Properties?[name] is OpenApiSchema member)
            member.Type &= ~JsonSchemaType.Null;
    }
}
