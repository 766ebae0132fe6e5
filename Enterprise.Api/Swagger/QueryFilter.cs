using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Enterprise.Api.Swagger;

/// <summary>
/// Names the parameters of a query as <see cref="Http.StrictQuery"/> reads them, and says what their validator holds them to.
/// </summary>
internal sealed class QueryFilter(RequestRules rules) : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.MethodInfo.GetParameters().FirstOrDefault(IsQuery) is not { ParameterType: var message })
            return;
        var shapes = rules.Shapes(message);
        var ranges = rules.Ranges(message);
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            if (parameter.In != ParameterLocation.Query)
                continue;
            parameter.Name = JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter.Name!);
            if (parameter.Schema is not OpenApiSchema schema)
                continue;
            if (shapes.TryGetValue(parameter.Name, out var shape))
                RequestSchemas.Bound(schema, shape);
            if (ranges.TryGetValue(parameter.Name, out var range))
                (schema.Minimum, schema.Maximum) = range;
        }
    }

    private static bool IsQuery(System.Reflection.ParameterInfo parameter) =>
        parameter.IsDefined(typeof(FromQueryAttribute), inherit: false);
}
