using System.Text.Json;
using System.Text.Json.Nodes;
using Enterprise.Api.Operations;
using Enterprise.Api.Sessions;
using Enterprise.Application;
using Enterprise.Application.Accounts;
using Enterprise.Application.Roles;
using Enterprise.Application.Sessions;
using Enterprise.Application.Users;
using Enterprise.Application.Validation;
using Microsoft.OpenApi;

namespace Enterprise.Api.Swagger;

/// <summary>The bounds of what is answered. Nobody checks answers, so that these cannot come from a validator.</summary>
internal static class AnswerShapes
{
    public static readonly IReadOnlyList<(Type Type, string Name, Action<OpenApiSchema, OpenApiSchema> Describe)> All =
    [
        // Where there is none the answer has no body.
        For<Registered>(nameof(Registered.UserId), NeverNull),
        For<Me>(nameof(Me.Email), member => RequestSchemas.Bound(member, TextShapes.EmailAddress)),
        For<Me>(nameof(Me.Name), member => RequestSchemas.Bound(member, TextShapes.PersonName)),
        For<Me>(nameof(Me.Roles), member => member.UniqueItems = true),
        For<Me>(nameof(Me.Permissions), member => member.UniqueItems = true),
        For<Role>(nameof(Role.Name), member => RequestSchemas.Bound(member, TextShapes.RoleName)),
        For<Role>(nameof(Role.Description), member => RequestSchemas.Bound(member, TextShapes.RoleDescription)),
        For<Role>(nameof(Role.Permissions), member => member.UniqueItems = true),
        For<User>(nameof(User.Email), member => RequestSchemas.Bound(member, TextShapes.EmailAddress)),
        For<User>(nameof(User.Name), member => RequestSchemas.Bound(member, TextShapes.PersonName)),
        For<User>(nameof(User.Roles), member => member.UniqueItems = true),
        MayBeLeftOut<UserPage>(nameof(UserPage.Page)),
        MayBeLeftOut<UserPage>(nameof(UserPage.Total)),
        MayBeLeftOut<UserPage>(nameof(UserPage.TotalIsEstimate)),
        For<TokenPair>(nameof(TokenPair.AccessToken), member => member.MaxLength = AccessTokenReader.MaxLength),
        For<TokenPair>(nameof(TokenPair.TokenType), OneOf("Bearer")),
        For<TokenPair>(nameof(TokenPair.ExpiresIn), member => member.Minimum = "1"),
        For<TokenPair>(nameof(TokenPair.RefreshExpiresIn), member => member.Minimum = "1"),
        For<PublicKey>(nameof(PublicKey.Kty), OneOf("EC", "RSA")),
        For<PublicKey>(nameof(PublicKey.Alg), OneOf("ES256", "PS256", "RS256")),
        For<PublicKey>(nameof(PublicKey.Use), OneOf("sig")),
        For<PublicKey>(nameof(PublicKey.Kid), member => member.Pattern = "^[A-Za-z0-9_-]{1,64}$"),
        MayBeLeftOut<PublicKey>(nameof(PublicKey.Crv)),
        MayBeLeftOut<PublicKey>(nameof(PublicKey.X)),
        MayBeLeftOut<PublicKey>(nameof(PublicKey.Y)),
        MayBeLeftOut<PublicKey>(nameof(PublicKey.N)),
        MayBeLeftOut<PublicKey>(nameof(PublicKey.E)),
        For<Health>(nameof(Health.Status), OneOf("ok")),
        For<Readiness>(nameof(Readiness.Status), OneOf("ready", "not_ready")),
        For<ReadinessChecks>(nameof(ReadinessChecks.Startup), OneOf("ok", "failed")),
        MayBeLeftOut<Readiness>(nameof(Readiness.Checks)),
        For<ReadinessChecks>(nameof(ReadinessChecks.Database), OneOf("ok", "failed")),
        For<ReadinessChecks>(nameof(ReadinessChecks.Migrations), OneOf("ok", "failed")),
        For<ReadinessChecks>(nameof(ReadinessChecks.Keys), OneOf("ok", "failed")),
        For<ReadinessChecks>(nameof(ReadinessChecks.Draining), OneOf("ok", "failed")),
        For<ProblemDocument>(nameof(ProblemDocument.Type), member => member.Format = "uri"),
        For<ProblemDocument>(nameof(ProblemDocument.Instance), member => member.Format = "uri-reference"),
        For<ProblemDocument>(nameof(ProblemDocument.Status), StatusOfRefusal),
        For<ProblemDocument>(
            nameof(ProblemDocument.RequestId),
            member => member.MaxLength = RequestOrigin.RequestIdMaxLength
        ),
        // Empty where nothing traces.
        For<ProblemDocument>(nameof(ProblemDocument.TraceId), member => member.Pattern = "^([0-9a-f]{32})?$"),
        MayBeLeftOut<ProblemDocument>(nameof(ProblemDocument.Errors)),
    ];

    private static (Type, string, Action<OpenApiSchema, OpenApiSchema>) For<T>(
        string member,
        Action<OpenApiSchema> describe
    ) => (typeof(T), Wire(member), (_, schema) => describe(schema));

    private static Action<OpenApiSchema> OneOf(params string[] values) =>
        member => member.Enum = [.. values.Select(value => (JsonNode)JsonValue.Create(value))];

    private static void StatusOfRefusal(OpenApiSchema member)
    {
        member.Minimum = "400";
        member.Maximum = "599";
    }

    private static (Type, string, Action<OpenApiSchema, OpenApiSchema>) MayBeLeftOut<T>(string member) =>
        (
            typeof(T),
            Wire(member),
            (schema, optional) =>
            {
                schema.Required?.Remove(Wire(member));
                NeverNull(optional);
            }
        );

    private static void NeverNull(OpenApiSchema member) => member.Type &= ~JsonSchemaType.Null;

    private static string Wire(string member) => JsonNamingPolicy.SnakeCaseLower.ConvertName(member);
}
