using Enterprise.Application.Validation;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Enterprise.Api.Swagger;

/// <summary>Says of messages what their readers and validators hold them to: no unknown members, required ones, bounds.</summary>
internal sealed class RequestSchemas(RequestRules rules) : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        foreach (var message in Messages(context))
            if (context.Find(message) is { } schema)
                Apply(schema, message);
    }

    /// <summary>What is read from a body.</summary>
    public static IEnumerable<Type> Messages(DocumentFilterContext context) =>
        context
            .ApiDescriptions.SelectMany(action => action.ParameterDescriptions)
            .Where(parameter => parameter.Source == BindingSource.Body)
            .Select(parameter => parameter.Type)
            .Distinct();

    private void Apply(OpenApiSchema schema, Type message)
    {
        schema.AdditionalPropertiesAllowed = false;
        var shapes = rules.Shapes(message);
        foreach (var (name, member) in schema.Members())
        {
            if (shapes.TryGetValue(name, out var shape))
                Bound(member, shape);
            member.WriteOnly = member.Format == ApiDocument.SecretFormat;
        }
        foreach (var missing in rules.Missing(message))
            schema.Require(missing.Field);
    }

    public static void Bound(OpenApiSchema text, TextShape shape)
    {
        text.MinLength = shape.MinLength;
        text.MaxLength = shape.MaxLength;
        text.Format ??= shape.Format;
        text.Pattern ??= shape.Pattern;
    }
}
