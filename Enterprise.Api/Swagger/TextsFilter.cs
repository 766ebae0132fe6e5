using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Enterprise.Api.Swagger;

/// <summary>Takes out what comments have and the page would show: the breaks of wrapped lines, and marks in summaries.</summary>
internal sealed partial class TextsFilter : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        swaggerDoc.Info.Description = Unwrap(swaggerDoc.Info.Description);
        foreach (var operation in swaggerDoc.Operations())
        {
            operation.Description = Unwrap(operation.Description);
            // Plain text in OpenAPI, unlike descriptions.
            operation.Summary = Unwrap(operation.Summary)?.Replace("`", "", StringComparison.Ordinal);
            foreach (var parameter in operation.Parameters ?? [])
                parameter.Description = Unwrap(parameter.Description);
        }
        foreach (var schema in swaggerDoc.Components?.Schemas?.Values.OfType<OpenApiSchema>() ?? [])
        {
            schema.Description = Unwrap(schema.Description);
            foreach (var (_, member) in schema.Members())
                member.Description = Unwrap(member.Description);
        }
    }

    private static string? Unwrap(string? text) => text is null ? null : WrappedLine().Replace(text.Trim(), " ");

    /// <summary>Not the empty line between paragraphs, and not the line of a list.</summary>
    [GeneratedRegex(@"(?<!\n) *\n *(?![\n-])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WrappedLine();
}
