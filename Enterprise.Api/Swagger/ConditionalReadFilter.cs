using System.Reflection;
using System.Text.Json.Nodes;
using Enterprise.Api.Http;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Enterprise.Api.Swagger;

/// <summary>Says of what can be read with an <c>ETag</c> that it can also be asked for only where it is another one by now.</summary>
internal sealed class ConditionalReadFilter : IOperationFilter
{
    private const string NotModified = "304";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (
            context.ApiDescription.HttpMethod != HttpMethods.Get
            || context.MethodInfo.GetCustomAttribute<EntityTagAttribute>() is not { ForChangesOnly: false }
        )
            return;
        (operation.Parameters ??= []).Add(
            new OpenApiParameter
            {
                Name = HeaderNames.IfNoneMatch,
                In = ParameterLocation.Header,
                Description =
                    "The ETag of what the client has, or a list of several: while it is still that, the answer is 304 (RFC 9110 section 13.1.2).",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                Example = JsonValue.Create("\"9b2f6a1d0c4e48b7a5d3f1e02c7b6a94\""),
            }
        );
        (operation.Responses ??= [])[NotModified] = new OpenApiResponse
        {
            Description = "It is still what `If-None-Match` names; without a body.",
        };
    }
}
