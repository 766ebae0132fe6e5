using System.Globalization;
using System.Reflection;
using Enterprise.Api.Http;
using Enterprise.Domain.Common;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Enterprise.Api.Swagger;

/// <summary>Adds the refusals that an action declares, each with its codes and an example of each code.</summary>
internal sealed class RefusalsFilter(RefusalCatalogue catalogue, RequestRules rules) : IOperationFilter
{
    private const string Default = "default";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var responses = operation.Responses ??= [];
        var schema = context.SchemaGenerator.GenerateSchema(typeof(ProblemDocument), context.SchemaRepository);
        var path = "/" + context.ApiDescription.RelativePath;
        if (context.MethodInfo.GetCustomAttribute<RefusalsAttribute>() is { } refusals)
            foreach (var (status, problems) in catalogue.Of(refusals, BearerFilter.NeedsToken(context.ApiDescription)))
                responses[status.ToString(CultureInfo.InvariantCulture)] = ProblemResponse.Of(
                    ReasonPhrases.GetReasonPhrase(status),
                    [.. problems, .. Invalid(status, context.ApiDescription)],
                    schema,
                    path
                );
        responses[Default] = ProblemResponse.Of(
            "Any other refusal, of this program or of what stands in front of it",
            RefusalCatalogue.OfAny(context.ApiDescription.ActionDescriptor.EndpointMetadata),
            schema,
            path
        );
    }

    /// <summary>What the rules for the body answer to an empty one.</summary>
    private IEnumerable<Problem> Invalid(int status, ApiDescription action) =>
        status == StatusCodes.Status400BadRequest
        && Body(action) is { } message
        && rules.Missing(message) is { Count: > 0 } missing
            ? [ProblemCatalogue.From(RequestFailures.Invalid(missing))]
            : [];

    private static Type? Body(ApiDescription action) =>
        action.ParameterDescriptions.FirstOrDefault(parameter => parameter.Source == BindingSource.Body)?.Type;
}
