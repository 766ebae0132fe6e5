using System.Reflection;
using System.Text.Json.Nodes;
using Enterprise.Api.Http;
using Enterprise.Api.Limits;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Enterprise.Api.Swagger;

/// <summary>Adds the headers that an answer carries because of its status.</summary>
internal sealed class HeadersFilter : IOperationFilter, IDocumentFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
            if (parameter is { In: ParameterLocation.Header, Name: "If-Match" })
                DescribeIfMatch(parameter, isNeeded: operation.Responses?.ContainsKey("428") is true);
        foreach (var (status, response) in operation.Responses ?? [])
            if (response is OpenApiResponse described)
                described.Headers = Names(status, IsProblem(described), context.MethodInfo)
                    .ToDictionary(
                        name => name,
                        IOpenApiHeader (name) => new OpenApiHeaderReference(name, context.Document),
                        StringComparer.Ordinal
                    );
    }

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        swaggerDoc.Components ??= new OpenApiComponents();
        swaggerDoc.Components.Headers = new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal)
        {
            [RequestIds.Header] = Header("Names this request in the logs.", ProblemResponse.RequestId),
            [HeaderNames.Location] = Header(
                "Where the new thing is, relative to this host.",
                "/v1/users/0197a3c2-b1d4-7e0f-9a6b-5c4d3e2f1a0b"
            ),
            [HeaderNames.ETag] = Header(
                "Names the state of the thing; opaque. Send it as `If-Match` to change the thing where that is asked for (RFC 9110 section 8.8.3).",
                "\"9b2f6a1d0c4e48b7a5d3f1e02c7b6a94\""
            ),
            [HeaderNames.Link] = Header(
                "The other pages, relative to this host (RFC 8288): `first`, `prev` and `next`; without `next` on the last page.",
                "</v1/users?page=2>; rel=\"next\""
            ),
            [HeaderNames.WWWAuthenticate] = Header(
                "`Bearer`, with `error=\"invalid_token\"` where a token was sent (RFC 6750 section 3).",
                "Bearer"
            ),
            [RateLimitFields.PolicyName] = Header(
                "The limits that counted this request: `q` requests in `w` seconds (draft-ietf-httpapi-ratelimit-headers-10).",
                "\"client\";q=200;w=2"
            ),
            [RateLimitFields.Name] = Header(
                "What is left: `r` requests, and all of them again after `t` seconds.",
                "\"client\";r=0;t=2"
            ),
            [HeaderNames.RetryAfter] = new OpenApiHeader
            {
                Description = "Seconds after which the same request may succeed.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1" },
                Example = JsonValue.Create(12),
            },
        };
    }

    /// <summary>Left out, it is 428; the framework cannot know.</summary>
    private static void DescribeIfMatch(OpenApiParameter parameter, bool isNeeded)
    {
        parameter.Required = isNeeded;
        if (parameter.Schema is OpenApiSchema schema)
            schema.Description = null;
    }

    private static IEnumerable<string> Names(string status, bool isProblem, MethodInfo action)
    {
        var hasTag = action.GetCustomAttribute<EntityTagAttribute>() is not null;
        yield return RequestIds.Header;
        if (status is ("200" or "201" or "204" or "304") && hasTag)
            yield return HeaderNames.ETag;
        if (status == "200" && action.GetCustomAttribute<PageLinksAttribute>() is not null)
            yield return HeaderNames.Link;
        if (status == "201")
            yield return HeaderNames.Location;
        if (status == "401")
            yield return HeaderNames.WWWAuthenticate;
        if (isProblem && status is ("429" or "503"))
            yield return HeaderNames.RetryAfter;
        if (isProblem && status == "429")
        {
            yield return RateLimitFields.PolicyName;
            yield return RateLimitFields.Name;
        }
    }

    private static bool IsProblem(OpenApiResponse response) =>
        response.Content?.ContainsKey(ProblemWriter.ContentType) == true;

    private static OpenApiHeader Header(string description, string example) =>
        new()
        {
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            Example = JsonValue.Create(example),
        };
}
