using Enterprise.Api.Operations;
using Enterprise.Application;
using Enterprise.Domain.Common;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Enterprise.Api.Swagger;

/// <summary>
/// What the OpenAPI document is made of. Texts come from the XML comments of the code, bounds and required members from the
/// validators, refusals from <see cref="Http.RefusalsAttribute"/>.
/// </summary>
internal static class ApiDocument
{
    public const string Name = "v1";

    private const string Description = """
        Accounts, sessions and access control.

        **Authorization.** Register, sign in with `POST /v1/auth/login`, and send the `access_token` of the answer as
        `Authorization: Bearer <token>`. On this page: *Authorize*, paste the token. Routes with a lock need it.

        **Requests** are JSON in UTF-8 and are read strictly: members are snake_case, unknown ones and ones that stand twice
        are refused, and so are numbers in strings. Times are RFC 3339 in UTC, ids are UUIDv7. A picture is sent as the file
        that it is.

        **Refusals** are `application/problem+json` (RFC 9457) whoever gave them, with a stable `code` that a client may switch
        on; `detail` is for people and may change. Broken rules of fields stand in `errors`, by field.

        **Limits.** Each user, or each network where nobody signed in, has so many requests per second; the fields `RateLimit-Policy` and `RateLimit`
        say how many, and what is left. Beyond that any route may answer 429 `request.too_many`, where this program has too much to do
        503 `server.overloaded`, both with `Retry-After`, and where it was too slow 504 `server.timeout`. The routes under *Operations* are exempt.

        **Request ids.** Every answer carries `x-request-id`. A client may send its own: 1 to 64 letters, digits, dots, dashes and
        underscores. It stands in the logs, so it is what to quote when asking for help.
        """;

    public static void Configure(SwaggerGenOptions options)
    {
        options.SwaggerDoc(Name, Info());
        // The host that serves the document, whichever that is.
        options.AddServer(new OpenApiServer { Url = "/" });
        options.AddSecurityDefinition(BearerFilter.Scheme, BearerFilter.Definition);
        options.SupportNonNullableReferenceTypes();
        options.UseAllOfToExtendReferenceSchemas();
        options.CustomSchemaIds(type => type == typeof(ProblemDocument) ? "Problem" : type.Name);
        options.MapType<Secret>(() => new OpenApiSchema { Type = JsonSchemaType.String, Format = SecretFormat });
        options.MapType<IfMatch>(() => new OpenApiSchema { Type = JsonSchemaType.String });
        IncludeTexts(options);
        options.RequestBodyFilter<RequestBodyFilter>();
        options.UseInlineDefinitionsForEnums();
        options.OperationFilter<QueryFilter>();
        options.OperationFilter<ImagesFilter>();
        options.OperationFilter<BearerFilter>();
        options.OperationFilter<RefusalsFilter>();
        options.OperationFilter<ConditionalReadFilter>();
        options.OperationFilter<HeadersFilter>();
        options.DocumentFilter<HeadersFilter>();
        options.DocumentFilter<RequestSchemas>();
        options.DocumentFilter<AnswerSchemas>();
        options.DocumentFilter<ExamplesFilter>();
        options.DocumentFilter<TextsFilter>();
        options.DocumentFilter<TagsFilter>();
    }

    /// <summary>How JSON Schema says that a text should not be shown.</summary>
    public const string SecretFormat = "password";

    private static OpenApiInfo Info() =>
        new()
        {
            Title = "Enterprise.Api",
            Version = BuildVersion.Current.Version,
            Description = Description,
            Contact = new OpenApiContact { Name = "The operators of this installation" },
            License = new OpenApiLicense { Name = "MIT", Url = new Uri("https://opensource.org/license/mit") },
        };

    private static void IncludeTexts(SwaggerGenOptions options)
    {
        // The same document from every operating system.
        options.SwaggerGeneratorOptions.XmlCommentEndOfLine = "\n";
        options.IncludeXmlComments(typeof(ApiDocument).Assembly, includeControllerXmlComments: true);
        options.IncludeXmlComments(typeof(RequestOrigin).Assembly);
        options.IncludeXmlComments(typeof(Secret).Assembly);
    }
}
